#include "core/project/project_file.h"

#include <functional>

#include "core/project/project_impl.h"
#include "core/project/schema.h"

namespace unmask {

namespace {

namespace fs = std::filesystem;

void checkIsFile(const fs::path& path) {
  std::error_code problem;
  const fs::file_status status = fs::status(path, problem);
  if (!fs::exists(status)) fail(ErrorKind::NotFound, path, "there is no such file");
  if (!fs::is_regular_file(status)) fail(ErrorKind::BadInput, path, "is not a file");
}

}  // namespace

ProjectFile::ProjectFile(std::unique_ptr<Impl> impl) : m_impl(std::move(impl)) {}
ProjectFile::ProjectFile(ProjectFile&&) noexcept = default;

ProjectFile& ProjectFile::operator=(ProjectFile&& other) noexcept {
  if (this != &other) {
    (void)close();
    m_impl = std::move(other.m_impl);
  }
  return *this;
}

ProjectFile::~ProjectFile() {
  (void)close();
}

Result<ProjectFile> ProjectFile::create(const fs::path& path, const ProjectDocument& document) {
  return guarded(path, nullptr, [&] {
    const fs::path target = resolved(path);
    FileLock lock = orThrow(lockForWriting(target));
    if (fs::exists(target)) fail(ErrorKind::Usage, path, "exists already", "Choose another name");
    putInPlace(target, [&](const fs::path& temporary) { Impl::writeFresh(temporary, target, document); });
    return ProjectFile(Impl::open(target, std::move(lock), {}));
  });
}

Result<ProjectFile> ProjectFile::open(const fs::path& path, Mode mode) {
  return guarded(path, nullptr, [&] {
    const fs::path target = resolved(path);
    checkIsFile(target);
    if (mode == Mode::ReadOnly) return ProjectFile(Impl::open(target, std::nullopt, {}));
    Result<std::optional<FileLock>> lock = FileLock::tryLock(target);
    if (!lock) {
      return ProjectFile(
          Impl::open(target, std::nullopt, "its folder cannot be written (" + lock.error().message + ')'));
    }
    if (!*lock) throw Fault{lockForWriting(target).error()};
    return ProjectFile(Impl::open(target, *std::move(lock), {}));
  });
}

Result<void> ProjectFile::close() {
  if (!m_impl) return {};
  const std::unique_ptr<Impl> impl = std::move(m_impl);
  Result<void> result;
  if (impl->readOnlyReason.empty() && (impl->isMarked || impl->wasInterrupted)) {
    result = impl->change([&] {
      impl->dropUnusedContents();
      impl->db->exec("INSERT OR REPLACE INTO meta(key, value) VALUES('is_dirty', '0')");
    });
  }
  impl->db.reset();
  return result;
}

const fs::path& ProjectFile::path() const {
  return m_impl->path;
}
bool ProjectFile::isReadOnly() const {
  return !m_impl->readOnlyReason.empty();
}
const std::string& ProjectFile::readOnlyReason() const {
  return m_impl->readOnlyReason;
}
int ProjectFile::schemaVersion() const {
  return m_impl->version;
}
bool ProjectFile::wasInterrupted() const {
  return m_impl->wasInterrupted;
}

Result<void> ProjectFile::saveCopy(const fs::path& path) {
  return guarded(path, nullptr, [&] {
    const fs::path target = resolved(path);
    m_impl->checkIsOther(target);
    const FileLock lock = orThrow(lockForWriting(target));
    m_impl->copyTo(target);
  });
}

Result<ProjectFile> ProjectFile::saveAs(const fs::path& path) {
  return guarded(path, nullptr, [&] {
    const fs::path target = resolved(path);
    m_impl->checkIsOther(target);
    FileLock lock = orThrow(lockForWriting(target));
    m_impl->copyTo(target);
    return ProjectFile(Impl::open(target, std::move(lock), {}));
  });
}

// --- Impl
// ----------------------------------------------------------------------------------------------------

std::unique_ptr<ProjectFile::Impl> ProjectFile::Impl::open(const fs::path& path, std::optional<FileLock> lock,
                                                           std::string reason) {
  auto impl = std::make_unique<Impl>(path);
  OpenedDatabase opened = openChecked(path, projectScheme(), {.mayWrite = lock.has_value()});
  impl->lock = std::move(lock);
  impl->db = std::move(opened.db);
  impl->version = opened.version;
  const bool isOlderReason =
      !opened.readOnlyReason.empty() && !reason.empty() && opened.version <= projectScheme().version();
  impl->readOnlyReason = isOlderReason ? std::move(reason) : std::move(opened.readOnlyReason);
  impl->checkWhole();
  return impl;
}

void ProjectFile::Impl::writeFresh(const fs::path& temporary, const fs::path& path,
                                   const ProjectDocument& document) {
  Impl impl(path);
  impl.db = openDatabase(temporary, Access::Create);
  // Nobody sees the file before it is whole and synced.
  impl.db->exec("PRAGMA auto_vacuum = INCREMENTAL; PRAGMA synchronous = OFF");
  SQLite::Transaction transaction(*impl.db);
  applySteps(*impl.db, projectScheme(), 0, projectScheme().version());
  impl.insertDocument(document);
  transaction.commit();
}

void ProjectFile::Impl::markDirty() {
  if (isMarked) return;
  db->exec("INSERT OR REPLACE INTO meta(key, value) VALUES('is_dirty', '1')");
  isMarked = true;
}

void ProjectFile::Impl::checkWhole() {
  const SQLite::Transaction transaction(*db);
  if (singleInteger(*db, "SELECT count(*) FROM document") != 1)
    fail(ErrorKind::BadInput, path, "holds no document");
  // CHECK(parent < id) says the same, but only of what was written with our tables.
  if (singleInteger(*db, "SELECT count(*) FROM runs WHERE parent >= id") != 0)
    fail(ErrorKind::BadInput, path, "holds runs that branched from later ones");
  (void)document();
  (void)runs();
  (void)queue();
  SQLite::Statement flag(*db, "SELECT value FROM meta WHERE key = 'is_dirty'");
  wasInterrupted = flag.executeStep() && textAt(flag, 0) == "1";
}

void ProjectFile::Impl::checkIsOther(const fs::path& target) const {
  std::error_code ignored;
  if (target == path || fs::equivalent(target, path, ignored))
    fail(ErrorKind::Usage, target, "is the project itself", "Choose another name");
}

void ProjectFile::Impl::copyTo(const fs::path& target) {
  try {
    putInPlace(target, [&](const fs::path& temporary) {
      SQLite::Statement copy(*db, "VACUUM INTO ?");
      copy.bind(1, temporary.string());
      copy.exec();
      const auto made = openDatabase(temporary, Access::ReadWrite);
      made->exec("PRAGMA synchronous = OFF; UPDATE meta SET value = '0' WHERE key = 'is_dirty'");
    });
  } catch (const SQLite::Exception& failure) {
    throw Fault{sqliteError(failure, target, db.get())};
  }
}

void ProjectFile::Impl::dropUnusedContents() {
  db->exec(
      "DELETE FROM contents WHERE id NOT IN ("
      "SELECT canvas FROM states WHERE canvas IS NOT NULL UNION "
      "SELECT original FROM states WHERE original IS NOT NULL UNION "
      "SELECT stroke_mask FROM states WHERE stroke_mask IS NOT NULL UNION "
      "SELECT locked_cells FROM states WHERE locked_cells IS NOT NULL UNION "
      "SELECT draft_picture FROM document WHERE draft_picture IS NOT NULL UNION "
      "SELECT request_picture FROM runs WHERE request_picture IS NOT NULL UNION "
      "SELECT result FROM runs WHERE result IS NOT NULL UNION "
      "SELECT trace FROM runs WHERE trace IS NOT NULL UNION "
      "SELECT request_picture FROM queue WHERE request_picture IS NOT NULL)");
}

}  // namespace unmask
