#include "core/train/cluster_place.h"

#include <charconv>
#include <string_view>

namespace unmask {

namespace {

constexpr int kMostRanks = 4096;
constexpr uint16_t kDefaultPort = 29500;  // torchrun's

struct Launcher {
  const char *rank, *worldSize, *localRank, *localSize;
};

// Slurm sets the rank for a batch script as well, which is one process; the size of the step only srun does.
constexpr Launcher kLaunchers[] = {
    {"RANK", "WORLD_SIZE", "LOCAL_RANK", "LOCAL_WORLD_SIZE"},
    {"OMPI_COMM_WORLD_RANK", "OMPI_COMM_WORLD_SIZE", "OMPI_COMM_WORLD_LOCAL_RANK",
     "OMPI_COMM_WORLD_LOCAL_SIZE"},
    {"SLURM_PROCID", "SLURM_STEP_NUM_TASKS", "SLURM_LOCALID", "SLURM_STEP_TASKS_PER_NODE"},
    {"PMI_RANK", "PMI_SIZE", "MPI_LOCALRANKID", "MPI_LOCALNRANKS"}};

Error usage(const std::string& message, const std::string& key, const std::string& expected,
            const std::string& found, const std::string& remedy = {}) {
  return {ErrorKind::Usage, message, "", key, expected, found.substr(0, 80), remedy};
}

std::string valueOf(const Environment& environment, const char* name) {
  const char* value = environment(name);
  return value == nullptr ? std::string() : std::string(value);
}

Result<int> wholeNumber(std::string_view text, const std::string& key, int lowest, int highest) {
  int value = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
  if (error != std::errc() || end != text.data() + text.size() || value < lowest || value > highest)
    return usage("not a usable number", key, std::to_string(lowest) + " … " + std::to_string(highest),
                 std::string(text));
  return value;
}

/// The leading digits: Slurm counts the processes of its nodes as "2(x3),1".
std::string leadingDigits(const std::string& text) {
  return text.substr(0, text.find_first_not_of("0123456789"));
}

/// Whether there is one.
Result<bool> readLauncher(const Environment& environment, const ClusterFlags& flags, ClusterPlace& place) {
  for (const Launcher& launcher : kLaunchers) {
    const std::string rank = valueOf(environment, launcher.rank),
                      size = valueOf(environment, launcher.worldSize);
    if (rank.empty() || size.empty()) {
      if (launcher.rank == kLaunchers[0].rank && rank.empty() != size.empty() && !flags.rank &&
          !flags.worldSize)
        return usage("RANK and WORLD_SIZE go together", rank.empty() ? "RANK" : "WORLD_SIZE", "a number",
                     "nothing", "Set both, or neither.");
      continue;
    }
    UNMASK_TRY(place.worldSize, wholeNumber(size, launcher.worldSize, 1, kMostRanks));
    UNMASK_TRY(place.rank, wholeNumber(rank, launcher.rank, 0, place.worldSize - 1));
    const std::string localRank = valueOf(environment, launcher.localRank),
                      localSize = leadingDigits(valueOf(environment, launcher.localSize));
    if (!localSize.empty()) {
      UNMASK_TRY(place.localSize, wholeNumber(localSize, launcher.localSize, 1, place.worldSize));
    }
    if (!localRank.empty()) {
      UNMASK_TRY(place.localRank, wholeNumber(localRank, launcher.localRank, 0, place.worldSize - 1));
    }
    return true;
  }
  return false;
}

Result<void> readFlags(const ClusterFlags& flags, ClusterPlace& place) {
  if (flags.rank.has_value() != flags.worldSize.has_value())
    return usage("--rank and --world-size go together", flags.rank ? "--world-size" : "--rank", "a number",
                 "nothing");
  if (flags.patienceSeconds) place.patienceSeconds = *flags.patienceSeconds;
  if (!flags.rank) return {};
  if (*flags.worldSize < 1 || *flags.worldSize > kMostRanks)
    return usage("not a usable number", "--world-size", "1 … " + std::to_string(kMostRanks),
                 std::to_string(*flags.worldSize));
  if (*flags.rank < 0 || *flags.rank >= *flags.worldSize)
    return usage("the rank is not one of the run's", "--rank", "0 … " + std::to_string(*flags.worldSize - 1),
                 std::to_string(*flags.rank));
  place.rank = *flags.rank;
  place.worldSize = *flags.worldSize;
  return {};
}

Result<void> readHostAndPort(const std::string& text, ClusterPlace& place) {
  const size_t colon = text.rfind(':');
  if (colon == std::string::npos || colon == 0)
    return usage("not a place to meet", "--master", "HOST:PORT", text);
  place.masterHost = text.substr(0, colon);
  if (place.masterHost.starts_with('[') && place.masterHost.ends_with(']'))
    place.masterHost = place.masterHost.substr(1, place.masterHost.size() - 2);
  UNMASK_TRY(const int port, wholeNumber(std::string_view(text).substr(colon + 1), "--master", 1, 65535));
  place.masterPort = static_cast<uint16_t>(port);
  return {};
}

/// A port of its own for each job, so that two on one node do not meet.
uint16_t slurmPort(const Environment& environment) {
  const std::string job = leadingDigits(valueOf(environment, "SLURM_JOB_ID"));
  return static_cast<uint16_t>(20000 + (job.empty() ? 0 : std::stoul(job.substr(0, 9)) % 10000));
}

Result<void> findMaster(const Environment& environment, const ClusterFlags& flags, ClusterPlace& place) {
  if (!flags.master.empty()) return readHostAndPort(flags.master, place);
  place.masterHost = valueOf(environment, "MASTER_ADDR");
  place.masterPort = kDefaultPort;
  if (place.masterHost.empty()) {
    place.masterHost = firstHost(valueOf(environment, "SLURM_STEP_NODELIST"));
    if (!place.masterHost.empty()) place.masterPort = slurmPort(environment);
  }
  if (place.masterHost.empty() && place.localSize == place.worldSize) place.masterHost = "127.0.0.1";
  if (place.masterHost.empty())
    return usage("where the ranks meet is not known", "MASTER_ADDR", "the name of rank 0's machine",
                 "nothing", "Set MASTER_ADDR and MASTER_PORT, or give --master HOST:PORT.");
  const std::string port = valueOf(environment, "MASTER_PORT");
  if (!port.empty()) {
    UNMASK_TRY(const int number, wholeNumber(port, "MASTER_PORT", 1, 65535));
    place.masterPort = static_cast<uint16_t>(number);
  }
  if (valueOf(environment, "TORCHELASTIC_USE_AGENT_STORE") == "True")
    place.launcherPrefix =
        "/worker/attempt_" + leadingDigits(valueOf(environment, "TORCHELASTIC_RESTART_COUNT"));
  return {};
}

}  // namespace

Result<ClusterPlace> clusterPlace(const Environment& environment, const ClusterFlags& flags) {
  ClusterPlace place;
  UNMASK_TRY(const bool hasLauncher, readLauncher(environment, flags, place));
  UNMASK_CHECK(readFlags(flags, place));
  if (!flags.master.empty() && !flags.rank && !hasLauncher)
    return usage("nothing says which of the run's processes this is", "--rank", "a number, and --world-size",
                 "--master alone");
  if (!place.isAlone()) UNMASK_CHECK(findMaster(environment, flags, place));
  return place;
}

std::string firstHost(const std::string& slurmNodeList) {
  const size_t bracket = slurmNodeList.find('['), comma = slurmNodeList.find(',');
  if (bracket == std::string::npos || comma < bracket) return slurmNodeList.substr(0, comma);
  const size_t close = slurmNodeList.find(']', bracket);
  if (close == std::string::npos) return slurmNodeList.substr(0, bracket);
  const size_t end = slurmNodeList.find_first_of(",-]", bracket);
  const size_t suffixEnd = slurmNodeList.find(',', close);
  return slurmNodeList.substr(0, bracket) + slurmNodeList.substr(bracket + 1, end - bracket - 1) +
         slurmNodeList.substr(close + 1, suffixEnd == std::string::npos ? suffixEnd : suffixEnd - close - 1);
}

}  // namespace unmask
