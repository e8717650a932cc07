#include "core/doc/mask_cells.h"

#include <gtest/gtest.h>

#include <random>

namespace unmask {
namespace {

CellMask cellsFrom(const std::vector<std::string>& rows) {
  CellMask cells(static_cast<int>(rows.size()), static_cast<int>(rows[0].size()));
  for (int row = 0; row < cells.height; ++row) {
    for (int column = 0; column < cells.width; ++column)
      cells.set({row, column}, rows[static_cast<size_t>(row)][static_cast<size_t>(column)] == '#');
  }
  return cells;
}

TEST(CellsOf, AnyTouchSelectsACellByOnePixelMajorityDoesNot) {
  PixelMask mask(32, 32);
  mask.row(15)[16] = 1;
  EXPECT_EQ(cellsOf(mask, 4, 4, CellRule::AnyTouch), cellsFrom({"....", "..#.", "....", "...."}));
  EXPECT_EQ(cellsOf(mask, 4, 4, CellRule::Majority).count(), 0u);
}

TEST(CellsOf, MajorityBeginsAtHalf) {
  PixelMask mask(8, 8);
  paintRect(mask, {0, 0, 8, 4});
  EXPECT_EQ(cellsOf(mask, 1, 1, CellRule::Majority).count(), 1u);
  mask.row(0)[0] = 0;
  EXPECT_EQ(cellsOf(mask, 1, 1, CellRule::Majority).count(), 0u);
}

TEST(CellsOf, PixelOnASeamTouchesBothCells) {
  PixelMask mask(33, 1);
  mask.row(0)[16] = 1;
  EXPECT_EQ(cellsOf(mask, 1, 2).count(), 2u);
}

TEST(CellsOf, APartBroughtUpToDateIsTheWholeMadeAnew) {
  std::mt19937 random(7);
  const auto below = [&random](int limit) {
    return static_cast<int>(random() % static_cast<unsigned>(limit));
  };
  for (int round = 0; round < 300; ++round) {
    PixelMask mask(1 + below(90), 1 + below(60));
    const int rows = 1 + below(20), columns = 1 + below(20);
    const CellRule rule = round % 2 == 0 ? CellRule::AnyTouch : CellRule::Majority;
    for (uint8_t& pixel : mask.pixels) pixel = below(30) == 0;
    CellMask cells = cellsOf(mask, rows, columns, rule);
    const int left = below(mask.width), top = below(mask.height);
    const PixelRect area{left - 3, top, left + 1 + below(20), top + 1 + below(20)};
    paintRect(mask, area, round % 3 == 0);
    updateCells(cells, mask, area, rule);
    ASSERT_EQ(cells, cellsOf(mask, rows, columns, rule)) << round;
  }
}

TEST(CellsOf, APartLooksAtItsOwnCellsOnly) {
  PixelMask mask(4096, 4096);
  CellMask cells(256, 256);
  EXPECT_EQ(updateCells(cells, mask, {100, 100, 140, 120}), 3 * 2);
  EXPECT_EQ(updateCells(cells, mask, {96, 96, 112, 112}), 1);
  EXPECT_EQ(updateCells(cells, mask, {0, 0, 0, 0}), 0);
  EXPECT_EQ(updateCells(cells, mask, {-50, -50, -10, -10}), 0);
}

TEST(CellsOf, EveryPixelLiesInSomeCell) {
  for (int width = 1; width < 70; ++width) {
    for (int columns = 1; columns <= width; columns += 3) {
      PixelMask mask(width, 1);
      for (int x = 0; x < width; ++x) {
        mask.pixels.assign(mask.pixels.size(), 0);
        mask.row(0)[x] = 1;
        ASSERT_GE(cellsOf(mask, 1, columns).count(), 1u) << width << " " << columns << " " << x;
      }
    }
  }
}

TEST(CellsOf, WholeCellsComeBackAsTheyWere) {
  std::mt19937 random(3);
  for (int round = 0; round < 50; ++round) {
    CellMask cells(5, 7);
    for (uint8_t& cell : cells.cells) cell = random() % 2;
    PixelMask mask(7 * 8, 5 * 8);
    paintCells(mask, cells);
    EXPECT_EQ(cellsOf(mask, 5, 7, CellRule::AnyTouch), cells);
    EXPECT_EQ(cellsOf(mask, 5, 7, CellRule::Majority), cells);
    paintCells(mask, cells, false);
    EXPECT_EQ(mask, PixelMask(7 * 8, 5 * 8));
  }
}

TEST(CellSets, InvertedTwiceIsTheSame) {
  const CellMask cells = cellsFrom({"#..", ".#.", "..."});
  EXPECT_EQ(inverted(cells), cellsFrom({".##", "#.#", "###"}));
  EXPECT_EQ(inverted(inverted(cells)), cells);
}

TEST(CellSets, GrowsByOneCellAllAround) {
  EXPECT_EQ(grown(cellsFrom({".....", ".....", "..#..", ".....", "....."})),
            cellsFrom({".....", ".###.", ".###.", ".###.", "....."}));
  EXPECT_EQ(grown(cellsFrom({"#..", "...", "..."})), cellsFrom({"##.", "##.", "..."}));
}

TEST(CellSets, ShrinksByOneCellButNotAtTheEdgeOfThePicture) {
  EXPECT_EQ(shrunk(cellsFrom({"....", ".###", ".###", ".###"})), cellsFrom({"....", "....", "..##", "..##"}));
  EXPECT_EQ(shrunk(cellsFrom({"##", "##"})), cellsFrom({"##", "##"}));
}

TEST(CellSets, WithoutTakesAway) {
  EXPECT_EQ(without(cellsFrom({"##", "#."}), cellsFrom({"#.", ".#"})), cellsFrom({".#", "#."}));
  EXPECT_EQ(without(cellsFrom({"##"}), CellMask()), cellsFrom({"##"}));
}

TEST(CellSets, ConnectedCellsStopAtTheOutline) {
  const CellMask ring = cellsFrom({".###.", ".#.#.", ".###.", "....."});
  EXPECT_EQ(connectedTo({1, 2}, ring), cellsFrom({".....", "..#..", ".....", "....."}));
  EXPECT_EQ(connectedTo({0, 1}, ring), ring);
  EXPECT_EQ(connectedTo({3, 0}, ring), cellsFrom({"#...#", "#...#", "#...#", "#####"}));
}

TEST(CellSets, ScaleToAnotherGrid) {
  const CellMask cells = cellsFrom({"#.", ".."});
  EXPECT_EQ(scaledCells(cells, 4, 4), cellsFrom({"##..", "##..", "....", "...."}));
  EXPECT_EQ(scaledCells(scaledCells(cells, 4, 4), 2, 2), cells);
  EXPECT_EQ(scaledCells(CellMask(), 2, 2).count(), 0u);
}

}  // namespace
}  // namespace unmask
