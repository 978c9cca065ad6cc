"""Creates color-distance.onnx, a tiny model with the inputs and outputs of EfficientSAM: it marks the pixels whose color is close to
that of a point to keep, and closer than to that of a point to drop. Of a box, it takes the color of the center. Needs the package
onnx 1.23: python create-model.py"""
from pathlib import Path

from onnx import TensorProto, checker, helper, save

FAR = 1e6
THRESHOLD = 0.03


def constant(name, values, kind=TensorProto.FLOAT, shape=None):
    shape = [len(values)] if shape is None else shape
    return helper.make_tensor(name, kind, shape, values)


constants = [
    constant("pixels_shape", [3, -1], TensorProto.INT64),
    constant("points_shape", [-1, 2], TensorProto.INT64),
    constant("labels_shape", [-1], TensorProto.INT64),
    constant("column_shape", [-1, 1], TensorProto.INT64),
    constant("width_at", [3], TensorProto.INT64),
    constant("planes_at", [2, 3], TensorProto.INT64),
    constant("axis_0", [0], TensorProto.INT64),
    constant("axis_1", [1], TensorProto.INT64),
    constant("axis_2", [2], TensorProto.INT64),
    constant("ones", [1, 1, 1], TensorProto.INT64),
    constant("corner", [1.5], shape=[]),
    constant("half", [0.5], shape=[]),
    constant("one", [1.0], shape=[]),
    constant("zero", [0.0], shape=[]),
    constant("far", [FAR], shape=[]),
    constant("threshold", [THRESHOLD], shape=[]),
    constant("scale", [100.0], shape=[]),
    constant("sure", [0.9], shape=[1, 1, 1]),
    constant("epsilon", [1e-3], shape=[]),
]

node = helper.make_node
nodes = [
    node("Reshape", ["batched_images", "pixels_shape"], ["pixels"]),
    node("Reshape", ["batched_point_coords", "points_shape"], ["points"]),
    node("Reshape", ["batched_point_labels", "labels_shape"], ["labels"]),
    # The center of the box: the mean of the points with the labels 2 and 3.
    node("Greater", ["labels", "corner"], ["is_corner"]),
    node("Cast", ["is_corner"], ["corners"], to=TensorProto.FLOAT),
    node("ReduceSum", ["corners", "axis_0"], ["corner_count"], keepdims=1),
    node("Reshape", ["corners", "column_shape"], ["corner_column"]),
    node("Mul", ["points", "corner_column"], ["corner_points"]),
    node("ReduceSum", ["corner_points", "axis_0"], ["corner_sum"], keepdims=1),
    node("Max", ["corner_count", "one"], ["divisor"]),
    node("Div", ["corner_sum", "divisor"], ["center"]),
    node("Concat", ["points", "center"], ["all_points"], axis=0),
    # Labels: 1 keeps, 0 drops, everything else is ignored. The center keeps if there is a box.
    node("Greater", ["corner_count", "half"], ["is_box"]),
    node("Cast", ["is_box"], ["box"], to=TensorProto.FLOAT),
    node("Add", ["box", "box"], ["box_twice"]),
    node("Sub", ["box_twice", "one"], ["center_label"]),
    node("Concat", ["labels", "center_label"], ["all_labels"], axis=0),
    # The color at each point.
    node("Shape", ["batched_images"], ["size"]),
    node("Gather", ["size", "width_at"], ["width"]),
    node("Floor", ["all_points"], ["floored"]),
    node("Cast", ["floored"], ["whole"], to=TensorProto.INT64),
    node("Split", ["whole"], ["x", "y"], axis=1, num_outputs=2),
    node("Mul", ["y", "width"], ["row_start"]),
    node("Add", ["row_start", "x"], ["index_column"]),
    node("Reshape", ["index_column", "labels_shape"], ["index"]),
    node("Gather", ["pixels", "index"], ["colors"], axis=1),
    # The squared distance of each pixel to each color.
    node("Unsqueeze", ["colors", "axis_2"], ["colors_3d"]),
    node("Unsqueeze", ["pixels", "axis_1"], ["pixels_3d"]),
    node("Sub", ["pixels_3d", "colors_3d"], ["difference"]),
    node("Mul", ["difference", "difference"], ["squares"]),
    node("ReduceSum", ["squares", "axis_0"], ["distances"], keepdims=0),
    node("Reshape", ["all_labels", "column_shape"], ["label_column"]),
    node("Equal", ["label_column", "one"], ["is_keep"]),
    node("Equal", ["label_column", "zero"], ["is_drop"]),
    node("Where", ["is_keep", "distances", "far"], ["keep_distances"]),
    node("Where", ["is_drop", "distances", "far"], ["drop_distances"]),
    node("ReduceMin", ["keep_distances", "axis_0"], ["keep"], keepdims=0),
    node("ReduceMin", ["drop_distances", "axis_0"], ["drop"], keepdims=0),
    # Positive inside.
    node("Min", ["drop", "threshold"], ["limit"]),
    node("Sub", ["limit", "keep"], ["margin"]),
    node("Sub", ["margin", "epsilon"], ["strict"]),
    node("Mul", ["strict", "scale"], ["flat_logits"]),
    node("Gather", ["size", "planes_at"], ["plane_size"]),
    node("Concat", ["ones", "plane_size"], ["mask_shape"], axis=0),
    node("Reshape", ["flat_logits", "mask_shape"], ["output_masks"]),
    node("Identity", ["sure"], ["iou_predictions"]),
]


def tensor(name, shape):
    return helper.make_tensor_value_info(name, TensorProto.FLOAT, shape)


graph = helper.make_graph(
    nodes,
    "color-distance",
    [
        tensor("batched_images", [1, 3, "height", "width"]),
        tensor("batched_point_coords", [1, 1, "points", 2]),
        tensor("batched_point_labels", [1, 1, "points"]),
    ],
    [tensor("output_masks", [1, 1, 1, "height", "width"]), tensor("iou_predictions", [1, 1, 1])],
    constants,
)
model = helper.make_model(graph, opset_imports=[helper.make_opsetid("", 18)], ir_version=9)
checker.check_model(model, full_check=True)
save(model, Path(__file__).with_name("color-distance.onnx"))
