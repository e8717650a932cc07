#include <functional>

#include "core/io/utf8.h"
#include "core/project/project_impl.h"

namespace unmask {

namespace {

constexpr int64_t kMaxBranchStep = 1000;

constexpr char kRunColumns[] =
    "id, parent, branch_step, job, time_ms, verdict, request, request_picture, result, trace, steps";

std::optional<int64_t> idOrNone(int64_t id) {
  return id == 0 ? std::nullopt : std::optional<int64_t>(id);
}

RunVerdict verdictOf(int64_t number, const std::filesystem::path& path) {
  if (number < 0 || number > 2) fail(ErrorKind::BadInput, path, "holds a run with an unknown verdict");
  return static_cast<RunVerdict>(number);
}

/// One row, without what is large unless `contents` is given.
RunSummary summaryOf(const SQLite::Statement& row, Contents* contents, const std::filesystem::path& path) {
  RunSummary summary;
  ProjectRun& run = summary.run;
  run.id = integerAt(row, 0);
  run.parent = optionalIntegerAt(row, 1).value_or(0);
  const int64_t branchStep = integerAt(row, 2);
  const int64_t steps = integerAt(row, 10);
  if (branchStep < 0 || branchStep > kMaxBranchStep || steps < 0 || steps > kMaxBranchStep)
    fail(ErrorKind::BadInput, path, "holds a run with an impossible step");
  run.branchStep = static_cast<int>(branchStep);
  run.job = textAt(row, 3);
  run.timeMs = integerAt(row, 4);
  run.verdict = verdictOf(integerAt(row, 5), path);
  run.request = loadRequest(contents, {textAt(row, 6), optionalIntegerAt(row, 7)}, path.string());
  const auto result = optionalIntegerAt(row, 8);
  const auto trace = optionalIntegerAt(row, 9);
  summary.hasResult = result.has_value();
  summary.stepCount = trace ? static_cast<int>(steps) : 0;
  if (contents == nullptr) return summary;
  run.result = contents->picture(result);
  if (trace) {
    auto whole = std::make_shared<Trace>(*contents->trace(trace));
    whole->request = run.request;
    run.trace = std::move(whole);
  }
  return summary;
}

[[noreturn]] void noSuchRun(const std::filesystem::path& path, int64_t id) {
  fail(ErrorKind::NotFound, path, "holds no run with the number " + std::to_string(id));
}

}  // namespace

std::vector<RunSummary> ProjectFile::Impl::runs() {
  SQLite::Statement query(*db, std::string("SELECT ") + kRunColumns + " FROM runs ORDER BY id");
  std::vector<RunSummary> runs;
  while (query.executeStep()) runs.push_back(summaryOf(query, nullptr, path));
  return runs;
}

void ProjectFile::Impl::setVerdict(int64_t run, RunVerdict verdict) {
  SQLite::Statement update(*db, "UPDATE runs SET verdict = ? WHERE id = ?");
  update.bind(1, static_cast<int>(verdict));
  update.bind(2, run);
  if (update.exec() == 0) noSuchRun(path, run);
}

Result<int64_t> ProjectFile::addRun(const ProjectRun& run) {
  return m_impl->change([&]() -> int64_t {
    SQLite::Database& db = *m_impl->db;
    const int64_t last = singleInteger(db, "SELECT coalesce(max(id), 0) FROM runs");
    const int64_t id = run.id != 0 ? run.id : last + 1;
    if (id <= last || run.parent < 0 || run.parent >= id)
      fail(ErrorKind::Internal, m_impl->path, "a run must come after every other and after its parent");
    if (run.branchStep < 0 || run.branchStep > kMaxBranchStep)
      fail(ErrorKind::Internal, m_impl->path, "a run cannot branch from that step");
    Contents contents(db, m_impl->path);
    const StoredRequest request = storeRequest(contents, run.request);
    const auto result = contents.store(run.result);
    const auto trace = contents.store(run.trace);
    SQLite::Statement insert(
        db, std::string("INSERT INTO runs(") + kRunColumns + ") VALUES(?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)");
    insert.bind(1, id);
    bindOptional(insert, 2, idOrNone(run.parent));
    insert.bind(3, run.branchStep);
    insert.bind(4, toValidUtf8(run.job));
    insert.bind(5, run.timeMs != 0 ? run.timeMs : nowMs());
    insert.bind(6, static_cast<int>(run.verdict));
    insert.bind(7, request.json);
    bindOptional(insert, 8, request.picture);
    bindOptional(insert, 9, result);
    bindOptional(insert, 10, trace);
    insert.bind(11, trace ? static_cast<int64_t>(run.trace->records.size()) : int64_t{0});
    insert.exec();
    return id;
  });
}

Result<void> ProjectFile::setVerdict(int64_t run, RunVerdict verdict) {
  return m_impl->change([&] { m_impl->setVerdict(run, verdict); });
}

Result<void> ProjectFile::removeRuns(const std::vector<int64_t>& runs) {
  return m_impl->change([&] {
    SQLite::Statement remove(*m_impl->db, "DELETE FROM runs WHERE id = ?");
    for (const int64_t id : runs) {
      remove.bind(1, id);
      if (remove.exec() == 0) noSuchRun(m_impl->path, id);
      remove.reset();
    }
    m_impl->dropUnusedContents();
  });
}

Result<std::vector<RunSummary>> ProjectFile::runs() {
  return m_impl->read([&] { return m_impl->runs(); });
}

Result<ProjectRun> ProjectFile::run(int64_t id) {
  return m_impl->read([&] {
    SQLite::Statement query(*m_impl->db, std::string("SELECT ") + kRunColumns + " FROM runs WHERE id = ?");
    query.bind(1, id);
    if (!query.executeStep()) noSuchRun(m_impl->path, id);
    Contents contents(*m_impl->db, m_impl->path);
    return summaryOf(query, &contents, m_impl->path).run;
  });
}

Result<SharedPicture> ProjectFile::runResult(int64_t id) {
  return m_impl->read([&] {
    SQLite::Statement query(*m_impl->db, "SELECT result FROM runs WHERE id = ?");
    query.bind(1, id);
    if (!query.executeStep()) noSuchRun(m_impl->path, id);
    return Contents(*m_impl->db, m_impl->path).picture(optionalIntegerAt(query, 0));
  });
}

std::vector<QueuedRequest> ProjectFile::Impl::queue() {
  SQLite::Statement query(*db, "SELECT request, request_picture, extra FROM queue ORDER BY position");
  Contents contents(*db, path);
  std::vector<QueuedRequest> queue;
  while (query.executeStep()) {
    queue.push_back({loadRequest(&contents, {textAt(query, 0), optionalIntegerAt(query, 1)}, path.string()),
                     textAt(query, 2)});
  }
  return queue;
}

Result<void> ProjectFile::setQueue(const std::vector<QueuedRequest>& queue) {
  return m_impl->change([&] {
    SQLite::Database& db = *m_impl->db;
    db.exec("DELETE FROM queue");
    Contents contents(db, m_impl->path);
    SQLite::Statement insert(db, "INSERT INTO queue(request, request_picture, extra) VALUES(?, ?, ?)");
    for (const QueuedRequest& item : queue) {
      const StoredRequest stored = storeRequest(contents, item.request);
      insert.bind(1, stored.json);
      bindOptional(insert, 2, stored.picture);
      insert.bind(3, keptText(item.extra));
      insert.exec();
      insert.reset();
    }
  });
}

Result<std::vector<QueuedRequest>> ProjectFile::queue() {
  return m_impl->read([&] { return m_impl->queue(); });
}

}  // namespace unmask
