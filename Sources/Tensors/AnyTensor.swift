// SPDX-License-Identifier: MIT

/// A tensor whose type of number is known only when the program runs.
public enum AnyTensor: Sendable {
  case float32(Tensor<Float>)
  case float64(Tensor<Double>)

  /// Wraps a tensor of either type.
  public init<Scalar: TensorScalar>(_ tensor: Tensor<Scalar>) {
    if let tensor = tensor as? Tensor<Float> {
      self = .float32(tensor)
    } else if let tensor = tensor as? Tensor<Double> {
      self = .float64(tensor)
    } else {
      preconditionFailure("tensors hold Float or Double")
    }
  }

  public var axes: [Axis] {
    switch self {
    case .float32(let tensor): tensor.axes
    case .float64(let tensor): tensor.axes
    }
  }

  public var shape: [Int] { axes.map(\.size) }
  public var count: Int { axes.placeCount }

  public var precision: Precision {
    switch self {
    case .float32: .float32
    case .float64: .float64
    }
  }

  /// Whether all numbers are in memory, and not merely the way to compute them.
  public var isKept: Bool {
    switch self {
    case .float32(let tensor): tensor.isKept
    case .float64(let tensor): tensor.isKept
    }
  }

  /// Which memory the numbers lie in; views of the same numbers have the same.
  public var storageIdentity: ObjectIdentifier {
    switch self {
    case .float32(let tensor): ObjectIdentifier(tensor.storage)
    case .float64(let tensor): ObjectIdentifier(tensor.storage)
    }
  }

  /// How many bytes that memory has; for numbers on demand, how many it would have.
  public var storageByteCount: Int {
    switch self {
    case .float32(let tensor): tensor.storage.count * MemoryLayout<Float>.stride
    case .float64(let tensor): tensor.storage.count * MemoryLayout<Double>.stride
    }
  }

  /// The number at a cell; a float32 is widened, which is exact.
  public subscript(cell: [Int]) -> Double {
    switch self {
    case .float32(let tensor): Double(tensor[cell])
    case .float64(let tensor): tensor[cell]
    }
  }

  /// All numbers, row-major, widened where needed.
  public var doubles: [Double] {
    switch self {
    case .float32(let tensor): tensor.withContiguous { $0.map(Double.init) }
    case .float64(let tensor): tensor.scalars
    }
  }

  /// Returns the tensor in this type; rounding to float32 happens once, here.
  public func converted<Scalar: TensorScalar>(to type: Scalar.Type) -> Tensor<Scalar> {
    switch self {
    case .float32(let tensor):
      (tensor as? Tensor<Scalar>)
        ?? Tensor(axes: tensor.axes, scalars: tensor.scalars.map(Scalar.init))
    case .float64(let tensor):
      (tensor as? Tensor<Scalar>)
        ?? Tensor(axes: tensor.axes, scalars: tensor.scalars.map(Scalar.init))
    }
  }

  /// Returns the tensor after a change of axes that keeps the numbers.
  ///
  /// - Parameters:
  ///   - float32: The change, for float32.
  ///   - float64: The same change, for float64.
  /// - Returns: The changed tensor, of the same type of number.
  public func mapped(
    float32: (Tensor<Float>) throws -> Tensor<Float>,
    float64: (Tensor<Double>) throws -> Tensor<Double>
  ) rethrows -> AnyTensor {
    switch self {
    case .float32(let tensor): .float32(try float32(tensor))
    case .float64(let tensor): .float64(try float64(tensor))
    }
  }

  /// Returns the same numbers with other names or labels for the axes.
  public func relabelled(_ axes: [Axis]) -> AnyTensor {
    mapped(float32: { $0.relabelled(axes) }, float64: { $0.relabelled(axes) })
  }
}
