#include "tests/ui/qt_handover.h"

#ifdef __SANITIZE_THREAD__
#include <dlfcn.h>
#include <sanitizer/tsan_interface.h>

namespace {

char handover;  // its address is what the sanitizer knows the order by

template <typename Function>
Function behind(const char* symbol) {
  return reinterpret_cast<Function>(dlsym(RTLD_NEXT, symbol));
}

}  // namespace

namespace unmask::test {

bool TestApplication::notify(QObject* receiver, QEvent* event) {
  __tsan_acquire(&handover);
  return QApplication::notify(receiver, event);
}

}  // namespace unmask::test

// The two ways our code reaches another thread through Qt: these definitions come before the library's.
bool QMetaObject::invokeMethodImpl(QObject* object, QtPrivate::QSlotObjectBase* slot, Qt::ConnectionType type,
                                   void* result) {
  using Call = bool (*)(QObject*, QtPrivate::QSlotObjectBase*, Qt::ConnectionType, void*);
  static const auto next = behind<Call>(
      "_ZN11QMetaObject16invokeMethodImplEP7QObjectPN9QtPrivate15QSlotObjectBaseEN2Qt14ConnectionTypeEPv");
  __tsan_release(&handover);
  return next(object, slot, type, result);
}

void QMetaObject::activate(QObject* sender, const QMetaObject* meta, int signal, void** arguments) {
  using Call = void (*)(QObject*, const QMetaObject*, int, void**);
  static const auto next = behind<Call>("_ZN11QMetaObject8activateEP7QObjectPKS_iPPv");
  __tsan_release(&handover);
  next(sender, meta, signal, arguments);
}
#endif
