// What the user decided about the program itself; kept in the settings, each change at once.
#pragma once

#include <QObject>
#include <QString>

#include "core/doc/generation_request.h"

namespace unmask {

enum class Theme { System, Light, Dark };

/// Values that are read back nonsense count as not set.
class Preferences : public QObject {
  Q_OBJECT

 public:
  explicit Preferences(QObject* parent = nullptr);

  Theme theme() const;
  void setTheme(Theme theme);
  QString language() const;  ///< "en", "de", "zh_CN"; empty: the system's. Read when the program starts.
  void setLanguage(const QString& language);

  static constexpr int kMaxThreads = 1024;
  int threads() const;  ///< 0: the physical cores
  void setThreads(int threads);
  ComputeType computeType() const;
  void setComputeType(ComputeType type);

  bool writesMetadata() const;  ///< saved pictures tell how they were made
  void setWritesMetadata(bool writes);
  QString pictureFolder() const;  ///< where the save dialog starts
  void setPictureFolder(const QString& folder);

 Q_SIGNALS:
  void themeChanged();
  void engineChanged();  ///< threads or precision, for the next load of a model
};

}  // namespace unmask
