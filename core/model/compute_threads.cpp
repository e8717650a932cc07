#include "core/model/compute_threads.h"

#include <malloc.h>
#include <torch/torch.h>
#ifdef _OPENMP
#include <omp.h>
#endif

#include <future>
#include <mutex>
#include <thread>

#include "core/base/processor.h"

namespace unmask {

namespace {

/// GNU OpenMP lets a waiting thread spin for about a millisecond, hundreds of times a picture. Beside any
/// other busy program that keeps the processor from the very thread that is waited for, and a picture takes
/// five times as long. Where a process has more OpenMP threads than processors, the runtime itself spins only
/// briefly, so give it a second team that sleeps for good. (Its environment variables do the same, but are
/// read before main().)
void spinBriefly() {
#ifdef _OPENMP
  std::promise<void> done;
  std::thread([&done] {
    [[maybe_unused]] int started = 0;
    // The team has to be started, not to do anything.
#pragma omp parallel num_threads(omp_get_num_procs() + 1) reduction(+ : started)
    started += 1;
    done.set_value();
    std::promise<void>().get_future().wait();  // the team lives as long as this thread
  }).detach();
  done.get_future().wait();
#endif
}

}  // namespace

void prepareComputation(int threads) {
  static std::once_flag once;
  std::call_once(once, [] {
    spinBriefly();
    // Feature maps come and go by the megabyte; by default each would be fresh memory from the kernel,
    // cleared and faulted in page by page. Keep it.
    mallopt(M_MMAP_THRESHOLD, 1 << 30);
    mallopt(M_TRIM_THRESHOLD, 1 << 30);
  });
  // Debian's Torch starts with one thread (design section 6).
  at::set_num_threads(threads > 0 ? threads : physicalCores());
}

}  // namespace unmask
