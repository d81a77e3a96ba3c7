using System.Security.Cryptography;
using Orchestrator.Trust.Primitives;

namespace Orchestrator.Protocol;

/// <summary>The 48 bytes that a handshake ends in; every channel's keys come from them. Disposing zeroes them: then no channel can be opened any more.</summary>
public sealed class MasterSecret : IDisposable
{
    private readonly byte[] _bytes;
    private readonly Lock _gate = new();
    private bool _gone;

    internal MasterSecret(byte[] bytes)
    {
        if (bytes.Length != Hkdf384.PrkSize)
            throw new ArgumentException($"A master secret has {Hkdf384.PrkSize} bytes, not {bytes.Length}.", nameof(bytes));
        _bytes = bytes;
    }

    /// <summary>True once it is destroyed.</summary>
    public bool IsGone
    {
        get
        {
            lock (_gate)
                return _gone;
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        lock (_gate)
        {
            _gone = true;
            CryptographicOperations.ZeroMemory(_bytes);
        }
    }

    /// <summary>The first key secret of one channel and direction. The caller zeroes it.</summary>
    /// <exception cref="ObjectDisposedException">The secret is destroyed.</exception>
    internal byte[] ChannelSecret(RecordDirection direction, Orchestrator.Domain.ChannelId channel, ReadOnlyMemory<byte> transcript)
    {
        lock (_gate)
        {
            ObjectDisposedException.ThrowIf(_gone, this);
            return KeySchedule.ChannelSecret(_bytes, direction, channel, transcript);
        }
    }

    /// <summary>The secret of RESUME in one direction. The caller zeroes it.</summary>
    /// <exception cref="ObjectDisposedException">The secret is destroyed.</exception>
    internal byte[] ResumeSecret(RecordDirection direction, ReadOnlyMemory<byte> transcript)
    {
        lock (_gate)
        {
            ObjectDisposedException.ThrowIf(_gone, this);
            return KeySchedule.ResumeSecret(_bytes, direction, transcript);
        }
    }
}
