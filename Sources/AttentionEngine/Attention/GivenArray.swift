// SPDX-License-Identifier: MIT

import Tensors

/// An array that a problem gives and a trace records as it is.
public enum GivenArray: Sendable, CaseIterable {
  case input, memory, memoryValue
  case queryProjection, keyProjection, valueProjection, outputProjection
  case queryBias, keyBias, valueBias, outputBias
  case query, key, value
  case cacheKey, cacheValue

  /// The array that a stage of a trace of this problem shows; `nil` where the stage was computed.
  ///
  /// A trace keeps matrices as they are stored, whatever their layout; it adds axes of one only.
  public init?(_ stage: StageID, of problem: Problem) {
    let isProjected = problem.input != nil
    switch stage {
    case .input: self = .input
    case .memory: self = .memory
    case .memoryValue: self = .memoryValue
    case .queryProjection: self = .queryProjection
    case .keyProjection: self = .keyProjection
    case .valueProjection: self = .valueProjection
    case .outputProjection: self = .outputProjection
    case .queryBias: self = .queryBias
    case .keyBias: self = .keyBias
    case .valueBias: self = .valueBias
    case .outputBias: self = .outputBias
    case .cacheKey: self = .cacheKey
    case .cacheValue: self = .cacheValue
    case .query where !isProjected: self = .query
    case .key where !isProjected && problem.cacheKey == nil: self = .key
    case .value where !isProjected && problem.cacheValue == nil: self = .value
    case StageID("new_key") where !isProjected: self = .key
    case StageID("new_value") where !isProjected: self = .value
    default: return nil
    }
  }
}

extension Problem {
  /// The numbers of an array that is given.
  public subscript(given: GivenArray) -> AnyTensor? {
    get {
      switch given {
      case .input: input
      case .memory: memory
      case .memoryValue: memoryValue
      case .queryProjection: projections.query
      case .keyProjection: projections.key
      case .valueProjection: projections.value
      case .outputProjection: projections.output
      case .queryBias: biases.query
      case .keyBias: biases.key
      case .valueBias: biases.value
      case .outputBias: biases.output
      case .query: query
      case .key: key
      case .value: value
      case .cacheKey: cacheKey
      case .cacheValue: cacheValue
      }
    }
    set {
      switch given {
      case .input: input = newValue
      case .memory: memory = newValue
      case .memoryValue: memoryValue = newValue
      case .queryProjection: projections.query = newValue
      case .keyProjection: projections.key = newValue
      case .valueProjection: projections.value = newValue
      case .outputProjection: projections.output = newValue
      case .queryBias: biases.query = newValue
      case .keyBias: biases.key = newValue
      case .valueBias: biases.value = newValue
      case .outputBias: biases.output = newValue
      case .query: query = newValue
      case .key: key = newValue
      case .value: value = newValue
      case .cacheKey: cacheKey = newValue
      case .cacheValue: cacheValue = newValue
      }
    }
  }
}
