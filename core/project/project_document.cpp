#include <algorithm>
#include <functional>
#include <set>

#include "core/io/utf8.h"
#include "core/project/project_impl.h"

namespace unmask {

namespace {

constexpr size_t kMaxNameBytes = 1024;
constexpr size_t kMaxExtraBytes = size_t{16} << 20;

std::string nameText(const std::string& name) {
  return toValidUtf8(name.substr(0, kMaxNameBytes));
}

/// The ids a row of `states` points with.
struct StateRow {
  std::optional<int64_t> canvas;
  std::optional<int64_t> original;
  std::optional<int64_t> strokeMask;
  std::optional<int64_t> lockedCells;
  std::string extra;
};

constexpr char kStateColumns[] = "canvas, original, stroke_mask, locked_cells, extra";

StateRow rowOf(const SQLite::Statement& query, int first) {
  return {optionalIntegerAt(query, first), optionalIntegerAt(query, first + 1),
          optionalIntegerAt(query, first + 2), optionalIntegerAt(query, first + 3), textAt(query, first + 4)};
}

StateRow readRow(SQLite::Database& db, const std::filesystem::path& path, int64_t step) {
  SQLite::Statement query(db, std::string("SELECT ") + kStateColumns + " FROM states WHERE id = ?");
  query.bind(1, step);
  if (!query.executeStep()) fail(ErrorKind::NotFound, path, "holds no such undo step");
  return rowOf(query, 0);
}

void insertRow(SQLite::Database& db, int64_t step, const std::string& name, const StateRow& row) {
  SQLite::Statement insert(
      db,
      "INSERT INTO states(id, name, time_ms, canvas, original, stroke_mask, locked_cells, extra) "
      "VALUES(?, ?, ?, ?, ?, ?, ?, ?)");
  insert.bind(1, step);
  insert.bind(2, nameText(name));
  insert.bind(3, nowMs());
  bindOptional(insert, 4, row.canvas);
  bindOptional(insert, 5, row.original);
  bindOptional(insert, 6, row.strokeMask);
  bindOptional(insert, 7, row.lockedCells);
  insert.bind(8, row.extra);
  insert.exec();
}

}  // namespace

std::string keptText(const std::string& text) {
  if (text.size() > kMaxExtraBytes) {
    throw Fault{Error{.kind = ErrorKind::Unsupported,
                      .message = "the window's settings are too large to be kept",
                      .expected = "at most " + std::to_string(kMaxExtraBytes) + " bytes",
                      .found = std::to_string(text.size())}};
  }
  return toValidUtf8(text);
}

int64_t ProjectFile::Impl::shownStep() {
  return singleInteger(*db, "SELECT state FROM document");
}

DocumentState ProjectFile::Impl::state(int64_t step, Contents& contents) {
  SQLite::Statement query(
      *db, std::string("SELECT name, time_ms, ") + kStateColumns + " FROM states WHERE id = ?");
  query.bind(1, step);
  if (!query.executeStep()) fail(ErrorKind::NotFound, path, "holds no such undo step");
  const StateRow row = rowOf(query, 2);
  DocumentState state;
  state.step = step;
  state.name = textAt(query, 0);
  state.timeMs = integerAt(query, 1);
  state.canvas = contents.picture(row.canvas);
  state.original = contents.picture(row.original);
  state.strokeMask = contents.picture(row.strokeMask);
  state.lockedCells = contents.cellMask(row.lockedCells);
  state.extra = row.extra;
  return state;
}

ProjectDocument ProjectFile::Impl::document() {
  SQLite::Statement query(*db, "SELECT state, draft, draft_picture, window FROM document");
  if (!query.executeStep()) fail(ErrorKind::BadInput, path, "holds no document");
  Contents contents(*db, path);
  ProjectDocument document;
  document.state = state(integerAt(query, 0), contents);
  document.draft = loadRequest(&contents, {textAt(query, 1), optionalIntegerAt(query, 2)}, path.string());
  document.window = textAt(query, 3);
  return document;
}

void ProjectFile::Impl::insertDocument(const ProjectDocument& document) {
  constexpr int64_t kFirstStep = 1;
  Contents contents(*db, path);
  const DocumentState& state = document.state;
  insertRow(*db, kFirstStep, {},
            {contents.store(state.canvas), contents.store(state.original), contents.store(state.strokeMask),
             contents.store(state.lockedCells), keptText(state.extra)});
  const StoredRequest draft = storeRequest(contents, document.draft);
  SQLite::Statement insert(
      *db, "INSERT INTO document(id, state, draft, draft_picture, window) VALUES(1, ?, ?, ?, ?)");
  insert.bind(1, kFirstStep);
  insert.bind(2, draft.json);
  bindOptional(insert, 3, draft.picture);
  insert.bind(4, keptText(document.window));
  insert.exec();
}

Result<ProjectDocument> ProjectFile::document() {
  return m_impl->read([&] { return m_impl->document(); });
}

Result<int64_t> ProjectFile::commit(const DocumentEdit& edit) {
  return m_impl->change([&]() -> int64_t {
    SQLite::Database& db = *m_impl->db;
    const int64_t shown = m_impl->shownStep();
    const int64_t step = edit.step != 0 ? edit.step : shown + 1;
    if (step <= shown) fail(ErrorKind::Internal, m_impl->path, "an undo step must come after the one shown");
    StateRow row = readRow(db, m_impl->path, shown);
    Contents contents(db, m_impl->path);
    if (edit.canvas) row.canvas = contents.store(*edit.canvas);
    if (edit.original) row.original = contents.store(*edit.original);
    if (edit.strokeMask) row.strokeMask = contents.store(*edit.strokeMask);
    if (edit.lockedCells) row.lockedCells = contents.store(*edit.lockedCells);
    if (edit.extra) row.extra = keptText(*edit.extra);

    SQLite::Statement forget(db, "DELETE FROM states WHERE id > ?");
    forget.bind(1, shown);
    forget.exec();
    insertRow(db, step, edit.name, row);
    m_impl->setShown(step);
    if (edit.acceptedRun != 0) m_impl->setVerdict(edit.acceptedRun, RunVerdict::Accepted);
    return step;
  });
}

void ProjectFile::Impl::setShown(int64_t step) {
  SQLite::Statement update(*db, "UPDATE document SET state = ?");
  update.bind(1, step);
  update.exec();
}

Result<void> ProjectFile::show(int64_t step) {
  return m_impl->change([&] {
    (void)readRow(*m_impl->db, m_impl->path, step);
    m_impl->setShown(step);
  });
}

Result<std::vector<UndoStep>> ProjectFile::undoSteps() {
  return m_impl->read([&] {
    SQLite::Statement query(*m_impl->db, "SELECT id, name, time_ms FROM states ORDER BY id");
    std::vector<UndoStep> steps;
    while (query.executeStep()) steps.push_back({integerAt(query, 0), textAt(query, 1), integerAt(query, 2)});
    return steps;
  });
}

Result<DocumentState> ProjectFile::stateAt(int64_t step) {
  return m_impl->read([&] {
    Contents contents(*m_impl->db, m_impl->path);
    return m_impl->state(step, contents);
  });
}

Result<std::vector<DocumentState>> ProjectFile::statesAround(size_t maxSteps, int64_t maxBytes) {
  UNMASK_TRY(const std::vector<UndoStep> steps, undoSteps());
  return m_impl->read([&] {
    const int64_t shown = m_impl->shownStep();
    Contents contents(*m_impl->db, m_impl->path);
    std::set<SharedPicture> counted;
    int64_t bytes = 0;
    std::vector<DocumentState> states;
    /// False when it does not fit any more; the state shown always does.
    const auto take = [&](int64_t step, size_t most) {
      if (states.size() >= most && step != shown) return false;
      DocumentState state = m_impl->state(step, contents);
      for (const SharedPicture& picture : {state.canvas, state.original, state.strokeMask}) {
        if (picture && counted.insert(picture).second) bytes += static_cast<int64_t>(picture->pixels.size());
      }
      if (bytes > maxBytes && step != shown) return false;
      states.push_back(std::move(state));
      return true;
    };
    const auto here = std::find_if(steps.begin(), steps.end(),
                                   [shown](const UndoStep& step) { return step.step == shown; });
    for (auto later = here; later != steps.end() && take(later->step, maxSteps / 2);) ++later;
    for (auto earlier = here; earlier != steps.begin() && take(std::prev(earlier)->step, maxSteps);)
      --earlier;
    std::sort(states.begin(), states.end(),
              [](const DocumentState& a, const DocumentState& b) { return a.step < b.step; });
    return states;
  });
}

Result<void> ProjectFile::setDraft(const GenerationRequest& draft, const std::string& window) {
  return m_impl->change([&] {
    Contents contents(*m_impl->db, m_impl->path);
    const StoredRequest stored = storeRequest(contents, draft);
    SQLite::Statement update(*m_impl->db, "UPDATE document SET draft = ?, draft_picture = ?, window = ?");
    update.bind(1, stored.json);
    bindOptional(update, 2, stored.picture);
    update.bind(3, keptText(window));
    update.exec();
  });
}

int64_t ProjectFile::Impl::oldestStepWithin(size_t maxSteps, int64_t maxBytes) {
  const int64_t shown = shownStep();
  Contents contents(*db, path);
  SQLite::Statement query(*db, std::string("SELECT id, ") + kStateColumns + " FROM states ORDER BY id DESC");
  std::set<int64_t> counted;
  int64_t bytes = 0;
  size_t steps = 0;
  int64_t oldest = shown;
  while (query.executeStep()) {
    const int64_t step = integerAt(query, 0);
    const StateRow row = rowOf(query, 1);
    for (const auto& id : {row.canvas, row.original, row.strokeMask, row.lockedCells}) {
      if (id && counted.insert(*id).second) bytes += contents.storedBytes(id);
    }
    bytes += static_cast<int64_t>(row.extra.size());
    if (step < shown && (++steps > maxSteps || bytes > maxBytes)) break;
    if (step >= shown) ++steps;
    oldest = step;
  }
  return std::min(oldest, shown);
}

Result<void> ProjectFile::trimUndo(size_t maxSteps, int64_t maxBytes) {
  UNMASK_CHECK(m_impl->change([&] {
    SQLite::Statement forget(*m_impl->db, "DELETE FROM states WHERE id < ?");
    forget.bind(1, m_impl->oldestStepWithin(maxSteps, maxBytes));
    if (forget.exec() > 0) m_impl->dropUnusedContents();
  }));
  return guarded(m_impl->path, m_impl->db.get(), [&] { m_impl->db->exec("PRAGMA incremental_vacuum"); });
}

}  // namespace unmask
