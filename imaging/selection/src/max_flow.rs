//! The minimum cut of a grid whose cells are linked to their eight neighbors, found by the method of Boykov and Kolmogorov:
//! two trees grow from the source and the sink, and the paths between them are saturated.

use std::collections::VecDeque;

/// The links of a cell: right, left, down, up, and the diagonals. The opposite of a link differs in its last bit.
const LINKS: usize = 8;

const FREE: u8 = 8;
const TERMINAL: u8 = 9;
const ORPHAN: u8 = 10;

const SOURCE: u8 = 1;
const SINK: u8 = 2;

/// A cell of the graph.
#[derive(Clone, Copy, Default)]
struct Node {
    /// The capacity from the source if positive, else to the sink.
    terminal: i32,
    /// The remaining capacities of the links.
    links: [i32; LINKS],
    /// When `distance` was found.
    time: u32,
    /// The number of links to the terminal.
    distance: u32,
    /// The link to the parent, `FREE`, `TERMINAL` or `ORPHAN`.
    parent: u8,
    /// `SOURCE` or `SINK`, if it has a parent.
    tree: u8,
    is_queued: bool,
}

impl Node {
    #[inline]
    fn link(&self, link: usize) -> i32 {
        self.links.get(link).copied().unwrap_or(0)
    }
}

/// A graph, with a frame of cells without links.
pub struct Graph {
    width: usize,
    nodes: Vec<Node>,
    offsets: [isize; LINKS],
    active: VecDeque<u32>,
    orphans: VecDeque<u32>,
    current: Option<usize>,
    time: u32,
    is_started: bool,
}

impl Graph {
    /// Creates a graph without capacities.
    pub fn new(width: usize, height: usize) -> Self {
        let row = width as isize + 2;
        Self {
            width: width + 2,
            nodes: vec![Node { parent: FREE, ..Node::default() }; (width + 2) * (height + 2)],
            offsets: [1, -1, row, -row, row + 1, -row - 1, row - 1, -row + 1],
            active: VecDeque::new(),
            orphans: VecDeque::new(),
            current: None,
            time: 0,
            is_started: false,
        }
    }

    /// The index of a cell.
    #[inline]
    pub fn index(&self, x: usize, y: usize) -> usize {
        (y + 1) * self.width + x + 1
    }

    /// Adds capacity from the source if positive, else to the sink.
    pub fn add_terminal(&mut self, index: usize, capacity: i32) {
        if let Some(node) = self.nodes.get_mut(index) {
            node.terminal += capacity;
        }
    }

    /// Adds capacity between a cell and the one to its right, below, below right or below left (0 to 3).
    pub fn add_link(&mut self, index: usize, direction: usize, capacity: i32) {
        let link = direction * 2;
        self.add(index, link, capacity);
        self.add(self.next(index, link), link ^ 1, capacity);
    }

    /// Whether the cell is on the source's side of the minimum cut.
    pub fn is_source(&self, index: usize) -> bool {
        self.nodes.get(index).is_some_and(|node| node.parent != FREE && node.tree == SOURCE)
    }

    /// Continues to saturate paths, for about this many cells. Returns whether the cut is found.
    pub fn run(&mut self, mut budget: u32) -> bool {
        if !self.is_started {
            self.is_started = true;
            self.start();
        }
        while budget > 0 {
            budget -= 1;
            let Some(index) = self.current.take().filter(|at| self.parent(*at) != FREE).or_else(|| self.pop()) else {
                return true;
            };
            let bridge = self.grow(index);
            self.time += 1;
            if let Some((from, link)) = bridge {
                self.current = Some(index);
                self.augment(from, link);
                while let Some(orphan) = self.orphans.pop_front() {
                    self.adopt(orphan as usize);
                }
            }
        }
        false
    }

    fn start(&mut self) {
        for index in 0..self.nodes.len() {
            let Some(node) = self.nodes.get_mut(index) else { continue };
            if node.terminal != 0 {
                node.tree = if node.terminal > 0 { SOURCE } else { SINK };
                node.parent = TERMINAL;
                node.distance = 1;
                self.activate(index);
            }
        }
    }

    #[inline]
    fn next(&self, index: usize, link: usize) -> usize {
        index.wrapping_add_signed(self.offsets.get(link).copied().unwrap_or(0))
    }

    #[inline]
    fn node(&self, index: usize) -> Node {
        self.nodes.get(index).copied().unwrap_or_default()
    }

    #[inline]
    fn parent(&self, index: usize) -> u8 {
        self.nodes.get(index).map_or(FREE, |node| node.parent)
    }

    #[inline]
    fn capacity(&self, index: usize, link: usize) -> i32 {
        self.nodes.get(index).map_or(0, |node| node.link(link))
    }

    #[inline]
    fn add(&mut self, index: usize, link: usize, capacity: i32) {
        if let Some(edge) = self.nodes.get_mut(index).and_then(|node| node.links.get_mut(link)) {
            *edge += capacity;
        }
    }

    /// The capacity of a link away from the root of a tree.
    #[inline]
    fn outward(&self, tree: u8, index: usize, link: usize) -> i32 {
        if tree == SOURCE { self.capacity(index, link) } else { self.capacity(self.next(index, link), link ^ 1) }
    }

    fn activate(&mut self, index: usize) {
        if let Some(node) = self.nodes.get_mut(index).filter(|node| !node.is_queued) {
            node.is_queued = true;
            self.active.push_back(index as u32);
        }
    }

    fn pop(&mut self) -> Option<usize> {
        while let Some(index) = self.active.pop_front() {
            let node = self.nodes.get_mut(index as usize)?;
            node.is_queued = false;
            if node.parent != FREE {
                return Some(index as usize);
            }
        }
        None
    }

    /// Adds the neighbors of a cell to its tree. Returns a link from the source's tree to the sink's, if there is one.
    fn grow(&mut self, index: usize) -> Option<(usize, usize)> {
        let (tree, time, distance) = {
            let node = self.nodes.get(index)?;
            (node.tree, node.time, node.distance)
        };
        for link in 0..LINKS {
            if self.outward(tree, index, link) == 0 {
                continue;
            }
            let next = self.next(index, link);
            let Some(node) = self.nodes.get_mut(next) else { continue };
            if node.parent == FREE {
                node.tree = tree;
                node.parent = link as u8 ^ 1;
                node.time = time;
                node.distance = distance + 1;
                self.activate(next);
            } else if node.tree != tree {
                return Some(if tree == SOURCE { (index, link) } else { (next, link ^ 1) });
            } else if node.time <= time && node.distance > distance {
                node.parent = link as u8 ^ 1;
                node.time = time;
                node.distance = distance + 1;
            }
        }
        None
    }

    /// Saturates the path over a link between the trees.
    fn augment(&mut self, from: usize, link: usize) {
        let to = self.next(from, link);
        let start = self.bottleneck(from, true);
        let end = self.bottleneck(to, false);
        let flow = self.capacity(from, link).min(start).min(end);
        self.add(from, link, -flow);
        self.add(to, link ^ 1, flow);
        self.push_flow(from, flow, true);
        self.push_flow(to, flow, false);
    }

    /// The smallest capacity between a cell and its terminal.
    fn bottleneck(&self, from: usize, is_source: bool) -> i32 {
        let (mut index, mut smallest) = (from, i32::MAX);
        loop {
            let parent = self.parent(index) as usize;
            if parent >= LINKS {
                return smallest.min(self.nodes.get(index).map_or(0, |node| node.terminal.abs()));
            }
            let next = self.next(index, parent);
            let capacity = if is_source { self.capacity(next, parent ^ 1) } else { self.capacity(index, parent) };
            smallest = smallest.min(capacity);
            index = next;
        }
    }

    fn push_flow(&mut self, from: usize, flow: i32, is_source: bool) {
        let mut index = from;
        loop {
            let parent = self.parent(index) as usize;
            if parent >= LINKS {
                break;
            }
            let next = self.next(index, parent);
            let (filled, emptied) =
                if is_source { ((index, parent), (next, parent ^ 1)) } else { ((next, parent ^ 1), (index, parent)) };
            self.add(filled.0, filled.1, flow);
            self.add(emptied.0, emptied.1, -flow);
            if self.capacity(emptied.0, emptied.1) == 0 {
                self.orphan(index, true);
            }
            index = next;
        }
        let Some(node) = self.nodes.get_mut(index) else { return };
        node.terminal += if is_source { -flow } else { flow };
        if node.terminal == 0 {
            self.orphan(index, true);
        }
    }

    fn orphan(&mut self, index: usize, is_first: bool) {
        if let Some(node) = self.nodes.get_mut(index) {
            node.parent = ORPHAN;
        }
        if is_first {
            self.orphans.push_front(index as u32);
        } else {
            self.orphans.push_back(index as u32);
        }
    }

    /// Finds a new parent for a cell whose link to its parent is saturated, or frees it.
    fn adopt(&mut self, index: usize) {
        let tree = self.node(index).tree;
        let (mut best, mut parent) = (u32::MAX, FREE);
        for link in 0..LINKS {
            let next = self.next(index, link);
            let node = self.node(next);
            if node.tree != tree || node.parent == FREE || self.inward(tree, index, link) == 0 {
                continue;
            }
            if let Some(length) = self.distance_to_terminal(next) {
                if length < best {
                    (best, parent) = (length, link as u8);
                }
                self.mark_distances(next, length);
            }
        }
        let time = self.time;
        if let Some(node) = self.nodes.get_mut(index) {
            node.parent = parent;
            if parent != FREE {
                node.time = time;
                node.distance = best + 1;
                return;
            }
        }
        for link in 0..LINKS {
            let next = self.next(index, link);
            let node = self.node(next);
            if node.tree != tree || node.parent == FREE {
                continue;
            }
            if self.inward(tree, index, link) > 0 {
                self.activate(next);
            }
            if (node.parent as usize) < LINKS && self.next(next, node.parent as usize) == index {
                self.orphan(next, false);
            }
        }
    }

    /// The capacity of a link towards the root of a tree, from a cell to its neighbor.
    #[inline]
    fn inward(&self, tree: u8, index: usize, link: usize) -> i32 {
        if tree == SOURCE { self.capacity(self.next(index, link), link ^ 1) } else { self.capacity(index, link) }
    }

    fn distance_to_terminal(&mut self, from: usize) -> Option<u32> {
        let (mut index, mut length, time) = (from, 0, self.time);
        loop {
            let node = self.nodes.get_mut(index)?;
            if node.time == time {
                return Some(length + node.distance);
            }
            length += 1;
            match node.parent {
                TERMINAL => {
                    node.time = time;
                    node.distance = 1;
                    return Some(length);
                }
                ORPHAN | FREE => return None,
                parent => index = self.next(index, parent as usize),
            }
        }
    }

    fn mark_distances(&mut self, from: usize, mut length: u32) {
        let (mut index, time) = (from, self.time);
        while let Some(node) = self.nodes.get_mut(index).filter(|node| node.time != time) {
            node.time = time;
            node.distance = length;
            length = length.saturating_sub(1);
            let parent = node.parent as usize;
            index = self.next(index, parent);
        }
    }
}
