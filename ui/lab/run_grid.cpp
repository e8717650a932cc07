#include "ui/lab/run_grid.h"

#include <QPointer>
#include <algorithm>

#include "core/doc/wildcards.h"
#include "ui/jobs/recorded_run.h"

namespace unmask {
namespace {

Error usage(std::string message, std::string expected, std::string found) {
  return Error{ErrorKind::Usage, std::move(message), "", "grid", std::move(expected), std::move(found), ""};
}

}  // namespace

RunGrid::RunGrid(JobController* jobs, QObject* parent) : QObject(parent), m_jobs(jobs) {
  connect(m_jobs, &JobController::studyEnded, this, &RunGrid::onEnded);
}

RunGrid::~RunGrid() {
  stop();
}

void RunGrid::stop() {
  m_jobs->cancelStudy(m_job);
}

Result<void> RunGrid::start(const GenerationRequest& base, const RunSide& columns,
                            const std::optional<RunSide>& rows) {
  const std::string words = base.promptTemplate.empty() ? base.prompt : base.promptTemplate;
  UNMASK_TRY(const std::vector<AxisValue> across, axisValues(columns.setting.axis, columns.values, words));
  std::vector<AxisValue> down = {{"", ""}};
  if (rows) {
    if (rows->setting == columns.setting)
      return usage("both sides vary the same", "two different settings",
                   std::string(nameOf(rows->setting.axis)));
    UNMASK_TRY(down, axisValues(rows->setting.axis, rows->values, words));
  }
  if (across.size() * down.size() > kMostCells)
    return usage("the grid is too large", "at most " + std::to_string(kMostCells) + " runs",
                 std::to_string(across.size() * down.size()));
  std::vector<RunCell> cells;
  for (const AxisValue& row : down) {
    for (const AxisValue& column : across) {
      GenerationRequest request = base;
      request.prompt = words;
      request.batchCount = 1;
      UNMASK_TRY(request, withValue(std::move(request), columns.setting, column.value));
      if (rows) {
        UNMASK_TRY(request, withValue(std::move(request), rows->setting, row.value));
      }
      request.promptTemplate = request.prompt;
      request.prompt = expandWildcards(request.promptTemplate, request.seed);
      cells.emplace_back().request = std::move(request);
    }
  }
  if (m_jobs->state() != EngineState::Idle)
    return usage("the engine is busy or has no model", "an idle engine", "something else");

  m_columnSetting = columns.setting;
  m_rowSetting = rows ? rows->setting : RunAxis::Seed;
  m_columnLabels.clear();
  m_rowLabels.clear();
  for (const AxisValue& value : across) m_columnLabels.push_back(value.label);
  for (const AxisValue& value : down) m_rowLabels.push_back(value.label);
  m_cells = std::move(cells);
  const quint64 serial = ++m_serial;
  std::vector<GenerationRequest> requests;
  for (const RunCell& cell : m_cells) requests.push_back(cell.request);
  const QPointer<RunGrid> self(this);
  const auto work = [=](Engine& engine, const StudyLink& link) -> Result<Delivery> {
    for (size_t i = 0; i < requests.size(); ++i) {
      const auto tell = [&](auto&& what) {
        link.tell([self, serial, i, what = std::forward<decltype(what)>(what)] {
          if (!self || self->m_serial != serial) return;
          what(self->m_cells[i]);
          const int index = static_cast<int>(i);
          Q_EMIT self->cellChanged(index / self->columnCount(), index % self->columnCount());
        });
      };
      tell([](RunCell& cell) { cell.state = RunCell::State::Running; });
      const auto watch = [&](int step, int count, const QImage& intended) {
        tell([=](RunCell& cell) {
          cell.step = step;
          cell.stepCount = count;
          cell.intended = intended;
        });
      };
      const Result<PicturePtr> picture = recordedRun(engine, requests[i], link.stop, watch);
      if (!picture && picture.error().kind == ErrorKind::Cancelled) return picture.error();
      tell([picture](RunCell& cell) {
        cell.state = picture ? RunCell::State::Done : RunCell::State::Failed;
        if (picture)
          cell.picture = *picture;
        else
          cell.problem = QString::fromStdString(picture.error().text());
      });
    }
    return Delivery([] {});
  };
  m_job = m_jobs->study(work);
  Q_EMIT restarted();
  return {};
}

void RunGrid::onEnded(quint64 job, RunEnd end, const Error& error) {
  if (job != m_job || m_job == 0) return;
  m_job = 0;
  for (size_t i = 0; i < m_cells.size(); ++i) {
    RunCell& cell = m_cells[i];
    if (cell.state != RunCell::State::Running) continue;
    cell.state = end == RunEnd::Failed ? RunCell::State::Failed : RunCell::State::Waiting;
    if (end == RunEnd::Failed) cell.problem = QString::fromStdString(error.text());
    const int index = static_cast<int>(i);
    Q_EMIT cellChanged(index / columnCount(), index % columnCount());
  }
  Q_EMIT ended();
}

int RunGrid::doneCount() const {
  return static_cast<int>(std::ranges::count_if(m_cells, [](const RunCell& cell) {
    return cell.state == RunCell::State::Done || cell.state == RunCell::State::Failed;
  }));
}

}  // namespace unmask
