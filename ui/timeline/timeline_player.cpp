#include "ui/timeline/timeline_player.h"

#include <algorithm>

namespace unmask {
namespace {

constexpr size_t kMostDrawn = 8;  ///< recordings whose drawn pictures are kept

}  // namespace

TimelinePlayer::TimelinePlayer(QObject* parent) : QObject(parent) {
  connect(&m_timer, &QTimer::timeout, this, &TimelinePlayer::advance);
  setStepsPerSecond(m_stepsPerSecond);
}

void TimelinePlayer::setRecording(const RecordingPtr& recording) {
  if (recording == m_recording) return;
  pause();
  m_recording = recording;
  m_position = m_endSeen = end();
  Q_EMIT changed();
}

size_t TimelinePlayer::drawnIndex(const RecordingPtr& recording) const {
  size_t i = 0;
  while (i < m_drawn.size() && m_drawn[i].recording.lock() != recording) ++i;
  return i;
}

QImage TimelinePlayer::previewAt(int position) const {
  if (!m_recording) return {};
  const QImage own = m_recording->previewAt(position);
  if (!own.isNull() || position == 0) return own;
  const size_t i = drawnIndex(m_recording);
  return i == m_drawn.size() ? QImage() : m_drawn[i].previews[static_cast<size_t>(position) - 1];
}

void TimelinePlayer::takePreview(const RecordingPtr& recording, int position, const QImage& image) {
  if (image.isNull()) return;
  size_t i = drawnIndex(recording);
  if (i == m_drawn.size()) {
    if (m_drawn.size() == kMostDrawn) m_drawn.pop_back();
    m_drawn.push_front({recording, std::vector<QImage>(recording->records.size())});
    i = 0;
  }
  m_drawn[i].previews[static_cast<size_t>(position) - 1] = image;
  if (recording == m_recording) Q_EMIT previewTaken(position);
}

RecordingPtr TimelinePlayer::recordingWithPreviews() const {
  const size_t i = drawnIndex(m_recording);
  if (i == m_drawn.size()) return m_recording;
  auto whole = std::make_shared<Recording>(*m_recording);
  for (size_t k = 0; k < whole->previews.size(); ++k) {
    if (whole->previews[k].isNull()) whole->previews[k] = m_drawn[i].previews[k];
  }
  return whole;
}

void TimelinePlayer::recordingGrew() {
  // One step at a time or several at once, when the window was busy.
  if (m_position >= m_endSeen) m_position = end();
  m_endSeen = end();
  Q_EMIT changed();
}

void TimelinePlayer::setPosition(int position) {
  pause();
  moveTo(position);
}

void TimelinePlayer::moveTo(int position) {
  const int kept = std::clamp(position, 0, end());
  if (kept == m_position) return;
  m_position = kept;
  Q_EMIT changed();
}

void TimelinePlayer::togglePlaying() {
  if (isPlaying()) return pause();
  if (!m_recording || end() == 0) return;
  if (isAtEnd()) moveTo(0);
  m_timer.start();
  Q_EMIT playingChanged();
}

void TimelinePlayer::pause() {
  if (!isPlaying()) return;
  m_timer.stop();
  Q_EMIT playingChanged();
}

void TimelinePlayer::advance() {
  moveTo(m_position + 1);
  if (isAtEnd()) pause();
}

void TimelinePlayer::setStepsPerSecond(double steps) {
  m_stepsPerSecond = std::clamp(steps, 0.25, 60.0);
  m_timer.setInterval(static_cast<int>(1000 / m_stepsPerSecond));
}

}  // namespace unmask
