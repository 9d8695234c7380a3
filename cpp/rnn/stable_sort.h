#pragma once

#include <algorithm>
#include <cstddef>
#include <vector>

namespace rnn {

/// Sorts so that no item stands after one that it is `before`; items of which neither is keep their order. A merge sort
/// from pairs upwards: an instance has a tenth of std::sort's or std::stable_sort's code, which whoever opens the page
/// downloads.
template <class T, class Before>
void stableSort(std::vector<T>& items, const Before& before) {
  const auto size = static_cast<std::ptrdiff_t>(items.size());
  if (std::is_sorted(items.begin(), items.end(), before)) return;  // most batches are
  std::vector<T> merged(items.size());
  for (std::ptrdiff_t width = 1; width < size; width *= 2) {
    for (std::ptrdiff_t begin = 0; begin < size; begin += 2 * width) {
      const auto middle = items.begin() + std::min(begin + width, size);
      const auto end = items.begin() + std::min(begin + 2 * width, size);
      std::merge(items.begin() + begin, middle, middle, end, merged.begin() + begin, before);
    }
    items.swap(merged);
  }
}

}  // namespace rnn
