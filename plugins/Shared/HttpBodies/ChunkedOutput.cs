using System.Text;

namespace Orchestrator.Plugins.Shared.HttpBodies;

/// <summary>Writes a body in chunked coding: one chunk and one write to the stream below for each piece.</summary>
/// <param name="stream">Stands behind the request's head; not disposed.</param>
internal sealed class ChunkedOutput(Stream stream)
{
    private static readonly byte[] Last = "0\r\n\r\n"u8.ToArray();
    private byte[] buffer = new byte[1024];

    /// <summary>Sends one chunk; an empty one would end the body, and is none.</summary>
    public async ValueTask WriteAsync(ReadOnlyMemory<byte> bytes, CancellationToken cancellationToken)
    {
        if (bytes.IsEmpty)
            return;
        var head = Encoding.ASCII.GetBytes($"{bytes.Length:X}\r\n");
        var length = head.Length + bytes.Length + 2;
        if (buffer.Length < length)
            buffer = new byte[length];
        head.CopyTo(buffer, 0);
        bytes.CopyTo(buffer.AsMemory(head.Length));
        (buffer[length - 2], buffer[length - 1]) = ((byte)'\r', (byte)'\n');
        await stream.WriteAsync(buffer.AsMemory(0, length), cancellationToken).ConfigureAwait(false);
        await stream.FlushAsync(cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Ends the body.</summary>
    public async ValueTask EndAsync(CancellationToken cancellationToken)
    {
        await stream.WriteAsync(Last, cancellationToken).ConfigureAwait(false);
        await stream.FlushAsync(cancellationToken).ConfigureAwait(false);
    }
}
