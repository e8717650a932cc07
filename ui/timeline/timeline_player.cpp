#include "ui/timeline/timeline_player.h"

#include <algorithm>

namespace unmask {

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
