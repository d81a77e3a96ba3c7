using System.Buffers;
using System.IO.Pipelines;

namespace Orchestrator.PluginFolders;

/// <summary>Lines of bounded length on a stream.</summary>
internal static class ControlLines
{
    /// <summary>Reads the next one, without its end; null at the end of the stream.</summary>
    /// <exception cref="ControlException">It is too long, or broken off.</exception>
    public static async ValueTask<byte[]?> ReadAsync(PipeReader reader, int limit, CancellationToken cancellationToken)
    {
        while (true)
        {
            var read = await reader.ReadAsync(cancellationToken).ConfigureAwait(false);
            if (read.Buffer.PositionOf((byte)'\n') is { } end && read.Buffer.Slice(0, end) is { Length: var length } line && length <= limit)
            {
                var bytes = line.ToArray();
                reader.AdvanceTo(read.Buffer.GetPosition(1, end));
                return bytes;
            }

            if (read.Buffer.Length > limit)
                throw new ControlException($"A line is longer than {limit} bytes.");
            if (read.IsCompleted)
                return read.Buffer.IsEmpty ? null : throw new ControlException("A line has no end.");
            reader.AdvanceTo(read.Buffer.Start, read.Buffer.End);
        }
    }

    /// <summary>Writes one.</summary>
    public static async ValueTask WriteAsync(Stream stream, byte[] line, CancellationToken cancellationToken)
    {
        await stream.WriteAsync((byte[])[.. line, (byte)'\n'], cancellationToken).ConfigureAwait(false);
        await stream.FlushAsync(cancellationToken).ConfigureAwait(false);
    }
}
