"""OpenCV's GrabCut at 450 pixels, as its documentation uses it: a rectangle first, then the dabs painted into its mask. Reads one JSON
object per line, and writes a mask of one byte per pixel for each."""
import json
import sys

import cv2
import numpy as np

cv2.setNumThreads(1)
SIDE = 450
state = {}


def start(job):
    size = (job["height"], job["width"])
    image = np.fromfile(job["image"], np.uint8).reshape(*size, 4)[:, :, 2::-1]
    scale = min(1, SIDE / max(size))
    small = cv2.resize(image, None, fx=scale, fy=scale, interpolation=cv2.INTER_AREA)
    mask = np.full(small.shape[:2], cv2.GC_BGD, np.uint8)
    x, y, w, h = (int(round(value * scale)) for value in job["box"])
    mask[y : y + h, x : x + w] = cv2.GC_PR_FGD
    state.update(size=size, scale=scale, image=small, mask=mask, models=(np.zeros((1, 65)), np.zeros((1, 65))))


def correct(job):
    scale = state["scale"]
    x, y, radius = (int(value * scale) for value in job["dab"])
    cv2.circle(state["mask"], (x, y), radius, cv2.GC_FGD if job["keep"] else cv2.GC_BGD, -1)


for line in sys.stdin:
    job = json.loads(line)
    cv2.setRNGSeed(7)
    start(job) if "box" in job else correct(job)
    mask, models = state["mask"], state["models"]
    inside = np.isin(mask, (cv2.GC_FGD, cv2.GC_PR_FGD))
    if inside.sum() > 20 and (~inside).sum() > 20:
        first = not models[0].any()
        mode = cv2.GC_INIT_WITH_MASK if first else cv2.GC_EVAL
        cv2.grabCut(state["image"], mask, None, *models, 5 if first else 2, mode)
    inside = np.isin(mask, (cv2.GC_FGD, cv2.GC_PR_FGD)).astype(np.float32)
    height, width = state["size"]
    large = cv2.resize(inside, (width, height), interpolation=cv2.INTER_CUBIC) > 0.5
    large.astype(np.uint8).tofile(job["out"])
    print("ok", flush=True)
