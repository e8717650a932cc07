// The styles (adapters) of the list, with what their files say, and those that the styles folder offers.
#pragma once

#include <QImage>
#include <QObject>
#include <map>
#include <optional>
#include <vector>

#include "core/hub/adapter_choice.h"
#include "core/hub/adapter_search.h"
#include "ui/document_model.h"
#include "ui/error_text.h"
#include "ui/jobs/worker_thread.h"

namespace unmask {

/// What is known of a style of the list.
struct StyleInfo {
  AdapterCard card;
  QImage sample;    ///< the picture it was learned from; null when the file has none
  QString problem;  ///< why a run with it would fail; empty when it would not
  QString note;     ///< worth knowing, but no hindrance
};

/// Lives in the window's thread; files are read in the file thread. What is chosen is the document's.
class StyleShelf : public QObject {
  Q_OBJECT

 public:
  /// All outlive this object.
  StyleShelf(DocumentModel* document, WorkerThread* thread, QObject* parent = nullptr);

  /// The model that runs are made with: styles are checked against it.
  void setModel(const ModelReference& model);

  /// Reads the file and puts it on top of the list, or turns it on again there. Ends in added(),
  /// scaleWanted() or problem().
  void add(const QString& file, std::optional<float> scale = {});
  /// The file was written anew: if it is in the list, runs take it as it is now.
  void renew(const QString& file);
  void search();  ///< the styles folder; answers with changed()
  const std::vector<FoundAdapter>& found() const { return m_found; }
  /// Null as long as its file was not read.
  const StyleInfo* infoOf(const AdapterReference& adapter) const;

 Q_SIGNALS:
  void changed();  ///< found() or what is known
  void added(const QString& name);
  void scaleWanted(const QString& file);  ///< it does not say how strongly it counts
  void problem(const unmask::Message& message);

 private:
  void onRead(const QString& file, const Result<AdapterCard>& card);
  void learnAbout();
  void ask(const AdapterReference& adapter);

  DocumentModel* m_document;
  WorkerThread* m_thread;
  ModelReference m_model;
  std::vector<FoundAdapter> m_found;
  std::map<std::string, std::optional<StyleInfo>> m_infos;  ///< by path; nullopt while it is read
};

}  // namespace unmask
