"""How many lies the checker finds, for every kind of certificate there is, with all digests made anew.

    python benchmarks/accord_certificates.py [--count 1000] [--seed 0] [KIND ...]

A lie changes one thing of the answer in an honest certificate of a random case: a number, a truth value, the length
or order of a list, a key left out. What states the case is left as it is: whoever changes that has written another
case. The target is 1,000 of 1,000 found and every honest certificate accepted (issue 3).
"""

from __future__ import annotations

import argparse
import sys
import time
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "tests" / "accord"))

from accord_certificate_kinds import KINDS, honest, lies

from maslahat.accord.check import check


def main() -> None:
    """Print, by kind, the honest ones accepted, the lies found, and each lie that was not."""
    words = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    words.add_argument("--count", type=int, default=1000)
    words.add_argument("--honest", type=int, default=100)
    words.add_argument("--seed", type=int, default=0)
    words.add_argument("kinds", nargs="*", default=list(KINDS))
    asked = words.parse_args()
    for kind in asked.kinds:
        start = time.process_time()
        accepted = sum(not check(honest(kind, asked.seed + number)) for number in range(asked.honest))
        found = 0
        for document, place, how in lies(kind, asked.count, asked.seed):
            told = bool(check(document))
            found += told
            if not told:
                print(f"  not found: {how} of {place}")
        seconds = time.process_time() - start
        print(
            f"{kind}: {found} of {asked.count} lies found, {accepted} of {asked.honest} honest accepted; {seconds:.1f} s"
        )


if __name__ == "__main__":
    main()
