using Orchestrator.Trust.Primitives;

namespace Orchestrator.Protocol;

/// <summary>
/// Bytes inside a message. Compared by content, so that messages are; printed by length only, so that no content reaches a log by accident.
/// Immutable: the array behind it isn't to be changed by whoever made it.
/// </summary>
public readonly struct Blob(ReadOnlyMemory<byte> bytes) : IEquatable<Blob>
{
    /// <summary>The bytes.</summary>
    public ReadOnlyMemory<byte> Memory { get; } = bytes;

    /// <summary>The bytes.</summary>
    public ReadOnlySpan<byte> Span => Memory.Span;

    /// <summary>How many.</summary>
    public int Length => Memory.Length;

    /// <summary>No bytes.</summary>
    public static Blob Empty => default;

    /// <summary>Wraps an array without copying.</summary>
    public static implicit operator Blob(byte[] bytes) => new(bytes);

    /// <summary>Wraps memory without copying.</summary>
    public static implicit operator Blob(ReadOnlyMemory<byte> bytes) => new(bytes);

    /// <summary>Wraps an array without copying.</summary>
    public static Blob FromArray(byte[] bytes) => new(bytes);

    /// <summary>Same bytes.</summary>
    public static bool operator ==(Blob left, Blob right) => left.Equals(right);

    /// <summary>Other bytes.</summary>
    public static bool operator !=(Blob left, Blob right) => !left.Equals(right);

    /// <summary>A copy.</summary>
    public byte[] ToArray() => Memory.ToArray();

    /// <inheritdoc/>
    public bool Equals(Blob other) => FixedTime.Equal(Span, other.Span);

    /// <inheritdoc/>
    public override bool Equals(object? obj) => obj is Blob other && Equals(other);

    /// <inheritdoc/>
    public override int GetHashCode()
    {
        var hash = default(HashCode);
        hash.AddBytes(Span);
        return hash.ToHashCode();
    }

    /// <summary>The length, never the content.</summary>
    public override string ToString() => $"{Length} bytes";
}
