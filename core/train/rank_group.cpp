#include "core/train/rank_group.h"

#include <algorithm>
#include <cstdlib>

#include "core/train/rank_watch.h"

#if defined(USE_C10D_GLOO) && defined(UNMASK_HAS_GLOO)
#include <torch/csrc/distributed/c10d/PrefixStore.hpp>
#include <torch/csrc/distributed/c10d/ProcessGroupGloo.hpp>
#include <torch/csrc/distributed/c10d/TCPStore.hpp>
#ifdef USE_C10D_NCCL
#include <torch/csrc/distributed/c10d/ProcessGroupNCCL.hpp>
#endif

#include <future>
#define UNMASK_CAN_JOIN 1
#endif

namespace unmask {
using torch::Tensor;
using namespace std::chrono_literals;

namespace {

BatchShare shareOf(int64_t total, int64_t rank, int64_t size) {
  const int64_t least = total / size, more = total % size;
  return {rank * least + std::min(rank, more), least + (rank < more ? 1 : 0), total};
}

}  // namespace

BatchShare shareOf(int64_t total, const RankGroup* ranks) {
  return ranks ? shareOf(total, ranks->rank(), ranks->size()) : BatchShare{0, total, total};
}

Tensor gatherRows(const Tensor& own, int64_t items, int64_t rowsPerItem, RankGroup* ranks) {
  if (!ranks) return own;
  std::vector<int64_t> shape = own.sizes().vec();
  shape[0] = shareOf(items, 0, ranks->size()).count * rowsPerItem;
  Tensor padded = torch::zeros(shape, own.options());
  padded.narrow(0, 0, own.size(0)).copy_(own);
  std::vector<Tensor> parts = ranks->gather(padded);
  for (size_t r = 0; r < parts.size(); ++r)
    parts[r] =
        parts[r].narrow(0, 0, shareOf(items, static_cast<int64_t>(r), ranks->size()).count * rowsPerItem);
  return torch::cat(parts);
}

std::vector<double> RankGroup::sum(const std::vector<double>& values) {
  const Tensor tensor = torch::tensor(values, torch::kFloat64);
  sum(tensor);
  return {tensor.data_ptr<double>(), tensor.data_ptr<double>() + tensor.numel()};
}

Result<void> RankGroup::requireEqual(const std::string& what, uint64_t value) {
  const std::vector<Tensor> all = gather(torch::tensor({static_cast<int64_t>(value)}, torch::kInt64));
  std::string others;
  for (size_t r = 1; r < all.size(); ++r)
    if (!torch::equal(all[r], all[0])) others += (others.empty() ? "" : ", ") + std::to_string(r);
  if (others.empty()) return {};
  return Error{ErrorKind::Usage,
               "not all ranks were started alike",
               "",
               what,
               "that of rank 0",
               "another one at rank " + others,
               "Give every rank the same flags and a copy of the same files."};
}

uint64_t fingerprint(const void* bytes, size_t count, uint64_t before) {
  const auto* at = static_cast<const unsigned char*>(bytes);
  for (size_t i = 0; i < count; ++i) before = (before ^ at[i]) * 0x100000001b3ULL;
  return before;
}

#ifndef UNMASK_CAN_JOIN

Result<std::unique_ptr<RankGroup>> RankGroup::join(const ClusterPlace&, std::function<void(const Error&)>) {
  return Error{ErrorKind::Unsupported,
               "this build cannot train in several processes: its LibTorch has no c10d with Gloo, or came "
               "without the headers",
               "",
               "",
               "",
               "",
               "Install what packaging/debian-packages lists and build again, or train in one process."};
}

#else

namespace {

using StorePtr = c10::intrusive_ptr<c10d::Store>;

class StorePoint : public MeetingPoint {
 public:
  explicit StorePoint(StorePtr store) : m_store(std::move(store)) {}
  int64_t add(const std::string& key, int64_t amount) override { return m_store->add(key, amount); }
  bool has(const std::string& key) override { return m_store->check({key}); }
  std::string get(const std::string& key) override {
    const auto bytes = m_store->get(key);
    return {bytes.begin(), bytes.end()};
  }
  void set(const std::string& key, const std::string& value) override {
    m_store->set(key, {value.begin(), value.end()});
  }

 private:
  StorePtr m_store;
};

/// Two ranks, or two starts of a launcher's, never see each other's keys.
StorePtr openStore(const ClusterPlace& place, bool isServer, const std::string& part) {
  c10d::TCPStoreOptions options;
  options.port = place.masterPort;
  options.isServer = isServer;
  options.waitWorkers = false;
  options.timeout = std::chrono::seconds(place.joinSeconds);
  StorePtr store = c10::make_intrusive<c10d::TCPStore>(place.masterHost, options);
  return c10::make_intrusive<c10d::PrefixStore>(place.launcherPrefix + "/unmask/" + part, std::move(store));
}

bool isLoopback(const std::string& host) {
  return host == "localhost" || host.starts_with("127.") || host == "::1";
}

/// Gloo's own choice is the address of this machine's name, which in many containers is none that others
/// reach.
auto glooDevice(const ClusterPlace& place) {
  const char* interface = std::getenv("GLOO_SOCKET_IFNAME");
  if (interface != nullptr && *interface != '\0')
    return c10d::ProcessGroupGloo::createDeviceForInterface(interface);
  if (isLoopback(place.masterHost)) return c10d::ProcessGroupGloo::createDeviceForHostname("127.0.0.1");
  return c10d::ProcessGroupGloo::createDefaultDevice();
}

class C10dRankGroup : public RankGroup {
 public:
  C10dRankGroup(const ClusterPlace& place, std::shared_ptr<MeetingPoint> point,
                std::function<void(const Error&)> stuck)
      : m_watch(std::move(point), place.rank, place.worldSize, std::chrono::seconds(place.patienceSeconds),
                std::move(stuck)),
        m_rank(place.rank),
        m_size(place.worldSize) {
    // The watch says who is lost; this only ends what no watch foresaw.
    auto options = c10d::ProcessGroupGloo::Options::create(30min);
    options->devices.push_back(glooDevice(place));
    options->threads = 2;
    // A store of its own: while Gloo waits at one for the others, the watch must go on.
    m_store = openStore(place, false, "gloo");
    m_gloo = c10::make_intrusive<c10d::ProcessGroupGloo>(m_store, m_rank, m_size, options);
  }

  ~C10dRankGroup() override {
    // With collectives under way Gloo's threads would be waited for until the timeout. The process is about
    // to end.
    if (m_watch.isLost()) m_gloo.release();
  }

  int rank() const override { return m_rank; }
  int size() const override { return m_size; }

  std::unique_ptr<Pending> startSum(const Tensor& tensor) override {
    std::vector<Tensor> tensors = {tensor};
#ifdef USE_C10D_NCCL
    if (tensor.is_cuda()) return std::make_unique<Collective>(*this, nccl().allreduce(tensors));
#endif
    return std::make_unique<Collective>(*this, m_gloo->allreduce(tensors));
  }

  void broadcast(const Tensor& tensor) override {
    std::vector<Tensor> tensors = {tensor};
    Collective(*this, m_gloo->broadcast(tensors)).wait();
  }

  std::vector<Tensor> gather(const Tensor& own) override {
    std::vector<std::vector<Tensor>> all(1);
    for (int r = 0; r < m_size; ++r) all[0].push_back(torch::empty_like(own));
    std::vector<Tensor> mine = {own};
    Collective(*this, m_gloo->allgather(all, mine)).wait();
    return all[0];
  }

  void giveUp(const std::string& why) noexcept override {
    try {
      m_watch.giveUp(why);
    } catch (const std::exception&) {  // the others will see that this process is gone
    }
  }

  void leave() override {
    m_watch.leave();
  }

 private:
  class Collective : public Pending {
   public:
    Collective(C10dRankGroup& group, c10::intrusive_ptr<c10d::Work> work)
        : m_group(group), m_work(std::move(work)) {}

    void wait() override {
      auto done = std::make_shared<std::promise<void>>();
      std::future<void> isDone = done->get_future();
      m_work->getFuture()->addCallback([done](c10::ivalue::Future&) { done->set_value(); });
      while (isDone.wait_for(100ms) == std::future_status::timeout) m_group.m_watch.throwIfLost();
      try {
        m_work->wait();
      } catch (const std::exception& problem) {
        m_group.m_watch.throwWhenKnown(problem.what());
      }
    }

   private:
    C10dRankGroup& m_group;
    c10::intrusive_ptr<c10d::Work> m_work;
  };

#ifdef USE_C10D_NCCL
  c10d::ProcessGroupNCCL& nccl() {
    if (!m_nccl) m_nccl = c10::make_intrusive<c10d::ProcessGroupNCCL>(m_store, m_rank, m_size);
    return *m_nccl;
  }
  c10::intrusive_ptr<c10d::ProcessGroupNCCL> m_nccl;
#endif

  RankWatch m_watch;
  int m_rank, m_size;
  StorePtr m_store;
  c10::intrusive_ptr<c10d::ProcessGroupGloo> m_gloo;
};

/// Until as many are there as rank 0 wants.
Result<void> waitForAll(const ClusterPlace& place, MeetingPoint& point) {
  const auto until = RankWatch::Clock::now() + std::chrono::seconds(place.joinSeconds);
  const auto here = [](int rank) { return "here/" + std::to_string(rank); };
  const std::string wanted = std::to_string(place.worldSize);
  if (point.add("number/" + std::to_string(place.rank), 1) > 1)
    return Error{ErrorKind::Usage,
                 "two processes say they are the same rank",
                 "",
                 "rank",
                 "each number once",
                 std::to_string(place.rank),
                 ""};
  if (place.rank == 0) point.set("size", wanted);
  point.set(here(place.rank), wanted);
  for (std::vector<int> missing; RankWatch::Clock::now() < until; std::this_thread::sleep_for(50ms)) {
    if (point.has("size") && point.get("size") != wanted)
      return Error{ErrorKind::Usage,
                   "the ranks disagree about their number",
                   "",
                   "world size",
                   point.get("size"),
                   wanted,
                   ""};
    missing.clear();
    for (int r = 0; r < place.worldSize && missing.empty(); ++r)
      if (!point.has(here(r))) missing.push_back(r);
    if (missing.empty()) return {};
  }
  std::string missing;
  for (int r = 0; r < place.worldSize; ++r)
    if (!point.has(here(r))) missing += (missing.empty() ? "" : ", ") + std::to_string(r);
  return Error{ErrorKind::Io,
               "not all ranks came",
               "",
               "rank",
               "all within " + std::to_string(place.joinSeconds) + " s",
               "missing: " + missing,
               "Start every rank with the same MASTER_ADDR, MASTER_PORT and WORLD_SIZE."};
}

}  // namespace

Result<std::unique_ptr<RankGroup>> RankGroup::join(const ClusterPlace& place,
                                                   std::function<void(const Error&)> stuck) {
  try {
    const bool isServer = place.rank == 0 && place.launcherPrefix.empty();
    const auto point = std::make_shared<StorePoint>(openStore(place, isServer, "point"));
    UNMASK_CHECK(waitForAll(place, *point));
    return std::unique_ptr<RankGroup>(std::make_unique<C10dRankGroup>(place, point, std::move(stuck)));
  } catch (const std::exception& problem) {
    const std::string what = problem.what();
    return Error{ErrorKind::Io,
                 "the ranks cannot meet",
                 "",
                 place.masterHost + ":" + std::to_string(place.masterPort),
                 "",
                 what.substr(0, what.find('\n')),
                 "MASTER_ADDR and MASTER_PORT have to name rank 0's machine and a free port there."};
  }
}

#endif

}  // namespace unmask
