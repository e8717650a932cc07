// Where in a recorded run one stands, and walking through it by itself.
#pragma once

#include <QObject>
#include <QTimer>
#include <deque>
#include <memory>
#include <vector>

#include "ui/recording.h"

namespace unmask {

/// Lives in the window's thread. Positions are the recording's indices: 0 is the start, stepCount() the end.
class TimelinePlayer : public QObject {
  Q_OBJECT

 public:
  explicit TimelinePlayer(QObject* parent = nullptr);

  /// Another recording: stands at its end. The same again changes nothing.
  void setRecording(const RecordingPtr& recording);
  const RecordingPtr& recording() const { return m_recording; }
  /// The recording got longer: whoever stood at its end goes along.
  void recordingGrew();

  /// The step's picture: the recording's own, else one that was drawn for it since; null when there is none.
  QImage previewAt(int position) const;
  /// A picture of a step of this or an earlier recording; a null one is no news.
  void takePreview(const RecordingPtr& recording, int position, const QImage& image);
  /// The recording with the pictures drawn since; itself when there are none.
  RecordingPtr recordingWithPreviews() const;

  int position() const { return m_position; }
  int end() const { return m_recording ? m_recording->stepCount() : 0; }
  bool isAtEnd() const { return m_position >= end(); }
  void setPosition(int position);  ///< clamped; pauses
  void step(int by) { setPosition(m_position + by); }
  void toStart() { setPosition(0); }
  void toEnd() { setPosition(end()); }

  bool isPlaying() const { return m_timer.isActive(); }
  void togglePlaying();  ///< from the start again when it stands at the end
  void pause();
  double stepsPerSecond() const { return m_stepsPerSecond; }
  void setStepsPerSecond(double steps);

 Q_SIGNALS:
  void changed();  ///< position or recording
  void previewTaken(int position);
  void playingChanged();

 private:
  void advance();
  void moveTo(int position);

  /// Pictures drawn for a recording that came without.
  struct Drawn {
    std::weak_ptr<const Recording> recording;
    std::vector<QImage> previews;  ///< as the recording's
  };
  size_t drawnIndex(const RecordingPtr& recording) const;  ///< of m_drawn; its size when there are none

  RecordingPtr m_recording;
  std::deque<Drawn> m_drawn;  ///< of the last few, the newest first
  int m_position = 0;
  int m_endSeen = 0;  ///< the end when the position was last looked at
  double m_stepsPerSecond = 4;
  QTimer m_timer;
};

}  // namespace unmask
