// Asking for files and folders, behind a seam that tests answer.
#pragma once

#include <QString>
#include <functional>

class QWidget;

namespace unmask {

/// Each call returns at once; `answer` is called later, with an empty text when the user thought better of
/// it.
class FileDialogs {
 public:
  using Answer = std::function<void(const QString& path)>;

  virtual ~FileDialogs() = default;
  /// Files of the suggestion's suffix.
  virtual void askSavePath(QWidget* parent, const QString& suggestedPath, Answer answer) = 0;
  virtual void askFolder(QWidget* parent, const QString& title, const QString& start, Answer answer) = 0;
  virtual void askPicture(QWidget* parent, const QString& start, Answer answer) = 0;  ///< or a project
  virtual void askProjectPath(QWidget* parent, const QString& suggestedPath, Answer answer) = 0;
  virtual void askStyle(QWidget* parent, const QString& start, Answer answer) = 0;  ///< an adapter file
};

/// The desktop's own dialogs.
class DesktopFileDialogs : public FileDialogs {
 public:
  void askSavePath(QWidget* parent, const QString& suggestedPath, Answer answer) override;
  void askFolder(QWidget* parent, const QString& title, const QString& start, Answer answer) override;
  void askPicture(QWidget* parent, const QString& start, Answer answer) override;
  void askProjectPath(QWidget* parent, const QString& suggestedPath, Answer answer) override;
  void askStyle(QWidget* parent, const QString& start, Answer answer) override;
};

}  // namespace unmask
