// A value or an Error. Functions that read data from outside return it; our own bugs assert instead.
#pragma once

#include <cassert>
#include <optional>
#include <utility>
#include <variant>

#include "core/base/error.h"

namespace unmask {

template <typename T>
class [[nodiscard]] Result {
 public:
  Result(T value) : m_data(std::in_place_index<0>, std::move(value)) {}      // NOLINT: implicit on purpose
  Result(Error error) : m_data(std::in_place_index<1>, std::move(error)) {}  // NOLINT: implicit on purpose

  bool ok() const { return m_data.index() == 0; }
  explicit operator bool() const { return ok(); }

  T& value() & {
    assert(ok());
    return std::get<0>(m_data);
  }
  const T& value() const& {
    assert(ok());
    return std::get<0>(m_data);
  }
  T&& value() && {
    assert(ok());
    return std::get<0>(std::move(m_data));
  }
  T& operator*() & { return value(); }
  const T& operator*() const& { return value(); }
  T&& operator*() && { return std::move(*this).value(); }
  T* operator->() { return &value(); }
  const T* operator->() const { return &value(); }

  const Error& error() const& {
    assert(!ok());
    return std::get<1>(m_data);
  }
  Error&& error() && {
    assert(!ok());
    return std::get<1>(std::move(m_data));
  }

 private:
  std::variant<T, Error> m_data;
};

/// Success without a value, or an Error.
template <>
class [[nodiscard]] Result<void> {
 public:
  Result() = default;
  Result(Error error) : m_error(std::move(error)) {}  // NOLINT: implicit on purpose

  bool ok() const { return !m_error; }
  explicit operator bool() const { return ok(); }
  const Error& error() const& {
    assert(m_error);
    return *m_error;
  }
  Error&& error() && {
    assert(m_error);
    return *std::move(m_error);
  }

 private:
  std::optional<Error> m_error;
};

}  // namespace unmask

/// Assigns the value of a Result to `lhs` or returns its error from the enclosing function.
#define UNMASK_CONCAT_INNER(a, b) a##b
#define UNMASK_CONCAT(a, b) UNMASK_CONCAT_INNER(a, b)
#define UNMASK_TRY_INNER(tmp, lhs, expr)        \
  auto tmp = (expr);                            \
  if (!tmp.ok()) return std::move(tmp).error(); \
  lhs = *std::move(tmp)
#define UNMASK_TRY(lhs, expr) UNMASK_TRY_INNER(UNMASK_CONCAT(unmaskTry_, __LINE__), lhs, expr)
/// The same for Result<void>.
#define UNMASK_CHECK(expr)                                        \
  do {                                                            \
    auto unmaskCheck = (expr);                                    \
    if (!unmaskCheck.ok()) return std::move(unmaskCheck).error(); \
  } while (false)
