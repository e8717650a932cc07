#include "ui/lab/what_if_study.h"

#include <QPointer>
#include <algorithm>

#include "core/lab/prompt_words.h"
#include "core/lab/what_if.h"
#include "ui/jobs/recorded_run.h"

namespace unmask {
namespace {

TraceView viewOf(const Recording& recording) {
  return {recording.states, recording.records};
}

int firstDifference(const TraceDifference& difference) {
  int first = -1;
  for (const int state : difference.firstDifference)
    if (state >= 0 && (first < 0 || state < first)) first = state;
  return first;
}

Result<WhatIfRowPtr> rowOf(Engine& engine, const Picture& base, const GenerationRequest& request,
                           const QString& what, std::optional<size_t> word, std::stop_token stop) {
  auto row = std::make_shared<WhatIfRow>();
  row->what = what;
  row->word = word;
  UNMASK_TRY(row->picture, recordedRun(engine, request, std::move(stop)));
  row->difference = differenceOf(viewOf(*base.recording), viewOf(*row->picture->recording));
  row->firstStep = firstDifference(row->difference);
  return WhatIfRowPtr(row);
}

}  // namespace

WhatIfStudy::WhatIfStudy(JobController* jobs, QObject* parent) : QObject(parent), m_jobs(jobs) {
  connect(m_jobs, &JobController::studyEnded, this, &WhatIfStudy::onEnded);
}

WhatIfStudy::~WhatIfStudy() {
  stop();
}

void WhatIfStudy::setOriginal(const PicturePtr& picture) {
  if (picture == m_original) return;
  stop();
  ++m_asked;
  m_original = picture;
  m_base.reset();
  m_rows.clear();
  m_words.clear();
  m_means.clear();
  Q_EMIT changed();
}

QString WhatIfStudy::obstacle() const {
  if (!m_original) return tr("There is no picture to ask about.");
  if (!m_original->recording) return tr("This picture was not made here: there is no recorded run.");
  if (m_original->recording->hiddenCountAt(0) == 0)
    return tr("Nothing was drawn in this run: every token was given.");
  if (!m_jobs->isMadeByLoadedModel(m_original->request))
    return tr("Made with the model %1: load it to ask.")
        .arg(QString::fromStdString(m_original->request.model.name));
  return {};
}

bool WhatIfStudy::isBaseTheOriginal() const {
  return !m_base || m_base->tokens == m_original->tokens;
}

void WhatIfStudy::stop() {
  m_jobs->cancelStudy(m_job);
}

void WhatIfStudy::leaveWordsOut() {
  // What was found about words is found anew.
  std::erase_if(m_rows, [](const WhatIfRowPtr& row) { return row->word.has_value(); });
  m_means.clear();
  Plan plan;
  plan.leavesWordsOut = true;
  start(std::move(plan));
}

void WhatIfStudy::replace(const QString& part, const QString& by) {
  if (!obstacle().isEmpty() || part.isEmpty()) return;
  Change change{by.isEmpty() ? tr("without “%1”").arg(part) : tr("“%1” becomes “%2”").arg(part, by),
                requestOfWholeRun(*m_original),
                {}};
  std::string& prompt = change.request.prompt;
  const std::string typed = part.toStdString();
  const size_t at = placeOfWords(prompt, typed);
  if (at == std::string::npos) return;
  prompt.replace(at, typed.size(), by.toStdString());
  change.request.promptTemplate.clear();
  Plan plan;
  plan.changes = {std::move(change)};
  start(std::move(plan));
}

Result<void> WhatIfStudy::change(RunSetting setting, const QString& name, const std::string& values) {
  if (!obstacle().isEmpty()) return {};
  const GenerationRequest request = requestOfWholeRun(*m_original);
  UNMASK_TRY(const std::vector<AxisValue> read, axisValues(setting.axis, values, request.prompt));
  Plan plan;
  for (const AxisValue& value : read) {
    UNMASK_TRY(GenerationRequest changed, withValue(request, setting, value.value));
    const QString label = QString::fromStdString(value.label);
    plan.changes.push_back({tr("%1: %2").arg(name, label), std::move(changed), {}});
  }
  start(std::move(plan));
  return {};
}

void WhatIfStudy::start(Plan plan) {
  if (!obstacle().isEmpty() || m_job != 0) return;
  const QPointer<WhatIfStudy> self(this);
  const quint64 asked = m_asked;
  const GenerationRequest request = requestOfWholeRun(*m_original);
  m_progress = 0;
  // Everything below runs in the engine's thread, but for what is told.
  const auto work = [self, asked, request, plan = std::move(plan), known = m_base](
                        Engine& engine, const StudyLink& link) -> Result<Delivery> {
    const auto tell = [&](auto&& what) {
      link.tell([self, asked, what = std::forward<decltype(what)>(what)] {
        if (!self || self->m_asked != asked) return;
        what(*self);
        Q_EMIT self->changed();
      });
    };
    std::vector<Change> changes = plan.changes;
    std::vector<PromptWord> words;
    if (plan.leavesWordsOut) {
      UNMASK_TRY(words, promptWords(engine, request.prompt));
      std::erase_if(words, [](const PromptWord& word) { return word.tokenCount == 0; });
      for (size_t w = 0; w < words.size(); ++w) {
        Change change{tr("without “%1”").arg(QString::fromStdString(words[w].text)), request, w};
        change.request.prompt = withoutWord(request.prompt, words[w]);
        change.request.promptTemplate.clear();
        changes.push_back(std::move(change));
      }
      tell([words](WhatIfStudy& study) { study.m_words = words; });
    }
    PicturePtr base = known;
    if (!base) {
      UNMASK_TRY(base, recordedRun(engine, request, link.stop));
      tell([base](WhatIfStudy& study) { study.m_base = base; });
    }
    const size_t steps = plan.leavesWordsOut ? base->recording->records.size() : 0;
    const double total = static_cast<double>(changes.size() + steps + 1);
    double done = 1;
    for (const Change& change : changes) {
      UNMASK_TRY(const WhatIfRowPtr row,
                 rowOf(engine, *base, change.request, change.what, change.word, link.stop));
      tell([row, share = ++done / total](WhatIfStudy& study) {
        study.m_rows.push_back(row);
        study.m_progress = share;
      });
    }
    Lab* lab = engine.lab();
    if (lab == nullptr) return Delivery([] {});
    std::vector<StepWords> measured;
    for (size_t step = 0; step < steps; ++step) {
      UNMASK_TRY(StepWords one, measureStepWords(*lab, request, base->recording->states[step], words, true,
                                                 true, link.stop));
      measured.push_back(std::move(one));
      tell([share = ++done / total](WhatIfStudy& study) { study.m_progress = share; });
    }
    if (steps > 0)
      tell([means = meansOf(measured, viewOf(*base->recording), words.size())](WhatIfStudy& study) {
        study.m_means = means;
      });
    return Delivery([] {});
  };
  m_job = m_jobs->study(work);
  Q_EMIT changed();
}

void WhatIfStudy::onEnded(quint64 job, RunEnd end, const Error& error) {
  if (job != m_job || m_job == 0) return;
  m_job = 0;
  if (end == RunEnd::Failed) Q_EMIT failed(error);
  Q_EMIT changed();
}

std::optional<double> WhatIfStudy::agreement(double WordMeans::*measure) const {
  std::vector<double> measured, cells;
  for (const WhatIfRowPtr& row : m_rows) {
    if (!row->word || *row->word >= m_means.size()) continue;
    measured.push_back(m_means[*row->word].*measure);
    cells.push_back(row->difference.cellsChanged);
  }
  return rankAgreement(measured, cells);
}

std::optional<double> WhatIfStudy::attentionAgreement() const {
  return agreement(&WordMeans::attention);
}

std::optional<double> WhatIfStudy::ablationAgreement() const {
  return agreement(&WordMeans::ablation);
}

}  // namespace unmask
