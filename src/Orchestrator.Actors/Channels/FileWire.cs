using System.IO.Pipelines;
using Orchestrator.Links.Channels;
using Orchestrator.Protocol;

namespace Orchestrator.Actors.Channels;

/// <summary>File messages over a channel's pipe.</summary>
public sealed class FileWire(IDuplexPipe channel)
{
    private readonly MessageStream _messages = new(channel, ProtocolLimits.MaxBulkPayload);

    /// <summary>Sends one message. False: the channel has ended.</summary>
    public ValueTask<bool> WriteAsync(FileMessage message, CancellationToken cancellationToken) =>
        _messages.WriteAsync(FileMessageCodec.Encode(message), cancellationToken);

    /// <summary>The next message; null when the channel has ended.</summary>
    /// <exception cref="InvalidDataException">Not a file message.</exception>
    public async Task<FileMessage?> ReadAsync(CancellationToken cancellationToken) =>
        await _messages.ReadAsync(cancellationToken).ConfigureAwait(false) is { } payload
            ? FileMessageCodec.Decode(payload, out var fault) ?? throw new InvalidDataException($"a file message: {fault}")
            : null;

    /// <summary>Nothing more is sent.</summary>
    public ValueTask CompleteAsync() => _messages.CompleteAsync();
}
