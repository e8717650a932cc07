#include "ui/commands/undo_stack.h"

#include <gtest/gtest.h>

#include <QSignalSpy>

namespace unmask {
namespace {

/// Adds a number to a sum.
class Add : public Command {
 public:
  Add(int* sum, int number, qint64 bytes)
      : Command(QString::number(number)), m_sum(sum), m_number(number), m_bytes(bytes) {}
  void undo() override { *m_sum -= m_number; }
  void redo() override { *m_sum += m_number; }
  qint64 bytes() const override { return m_bytes; }

 private:
  int* m_sum;
  int m_number;
  qint64 m_bytes;
};

class UndoStackTest : public ::testing::Test {
 protected:
  void push(int number, qint64 bytes = 1) { stack.push(std::make_unique<Add>(&sum, number, bytes)); }
  int sum = 0;
  UndoStack stack;
};

TEST_F(UndoStackTest, DoesUndoesAndRedoes) {
  push(1);
  push(2);
  EXPECT_EQ(sum, 3);
  stack.undo();
  EXPECT_EQ(sum, 1);
  EXPECT_EQ(stack.undoText(), "1");
  EXPECT_EQ(stack.redoText(), "2");
  stack.redo();
  EXPECT_EQ(sum, 3);
  EXPECT_FALSE(stack.canRedo());
}

TEST_F(UndoStackTest, NothingToUndoOrRedoIsFine) {
  stack.undo();
  stack.redo();
  EXPECT_EQ(sum, 0);
  EXPECT_TRUE(stack.undoText().isEmpty());
}

TEST_F(UndoStackTest, NewCommandDropsWhatWasUndone) {
  push(1);
  push(2);
  stack.undo();
  push(10);
  EXPECT_EQ(sum, 11);
  EXPECT_FALSE(stack.canRedo());
  EXPECT_EQ(stack.count(), 2);
  EXPECT_EQ(stack.bytes(), 2);
}

TEST_F(UndoStackTest, ThousandsOfSmallStepsAreKept) {
  for (int i = 0; i < 20'000; ++i) push(1, 50);
  for (int i = 0; i < 20'000; ++i) stack.undo();
  EXPECT_EQ(sum, 0);
  EXPECT_FALSE(stack.canUndo());
}

TEST_F(UndoStackTest, OldestStepsGoWhenTheMemoryIsFull) {
  stack.setLimit(100);
  for (int i = 0; i < 10; ++i) push(1, 30);
  EXPECT_EQ(stack.count(), 3);
  EXPECT_LE(stack.bytes(), 100);
  while (stack.canUndo()) stack.undo();
  EXPECT_EQ(sum, 7);
  while (stack.canRedo()) stack.redo();
  EXPECT_EQ(sum, 10);
}

TEST_F(UndoStackTest, NewestStepStaysHoweverLarge) {
  stack.setLimit(100);
  push(1, 30);
  push(2, 1000);
  EXPECT_EQ(stack.count(), 1);
  stack.undo();
  EXPECT_EQ(sum, 1);
}

TEST_F(UndoStackTest, TellsOfEveryChange) {
  const QSignalSpy changed(&stack, &UndoStack::changed);
  push(1);
  stack.undo();
  stack.redo();
  EXPECT_EQ(changed.count(), 3);
}

std::vector<UndoStack::Earlier> earlier(int* sum, std::initializer_list<int> numbers, qint64 serial) {
  std::vector<UndoStack::Earlier> commands;
  for (const int number : numbers) commands.push_back({std::make_unique<Add>(sum, number, 1), serial++});
  return commands;
}

TEST_F(UndoStackTest, AdoptsWhatAnEarlierSessionDid) {
  sum = 3;
  stack.reset(12, 14);
  stack.adopt(earlier(&sum, {1, 2}, 11), 10, earlier(&sum, {4, 8}, 13));
  EXPECT_EQ(sum, 3);
  EXPECT_EQ(stack.serial(), 12);
  stack.undo();
  EXPECT_EQ(stack.serial(), 11);
  stack.undo();
  EXPECT_EQ(sum, 0);
  EXPECT_EQ(stack.serial(), 10);
  EXPECT_FALSE(stack.canUndo());
  for (int i = 0; i < 4; ++i) stack.redo();
  EXPECT_EQ(sum, 15);
  EXPECT_EQ(stack.serial(), 14);
  push(16);
  EXPECT_EQ(stack.serial(), 15);
  EXPECT_EQ(stack.bytes(), 5);
}

TEST_F(UndoStackTest, WhatWasDoneMeanwhileStaysOnTopOfIt) {
  sum = 3;
  stack.reset(12, 14);
  push(16);
  stack.adopt(earlier(&sum, {1, 2}, 11), 10, earlier(&sum, {4, 8}, 13));
  EXPECT_EQ(sum, 19);
  EXPECT_FALSE(stack.canRedo());  // gone with the new command
  stack.undo();
  EXPECT_EQ(stack.serial(), 12);
  stack.undo();
  stack.undo();
  EXPECT_EQ(sum, 0);
  EXPECT_EQ(stack.count(), 3);
}

TEST_F(UndoStackTest, AdoptingKeepsToTheLimit) {
  stack.reset(12, 12);
  stack.setLimit(2);
  stack.adopt(earlier(&sum, {1, 2, 4}, 10), 9, {});
  EXPECT_EQ(stack.count(), 2);
  stack.undo();
  stack.undo();
  EXPECT_EQ(stack.serial(), 10);
}

}  // namespace
}  // namespace unmask
