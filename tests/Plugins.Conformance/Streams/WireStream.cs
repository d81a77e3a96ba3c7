using System.IO.Pipelines;

namespace Orchestrator.Plugins.Conformance.Streams;

/// <summary>One end of <see cref="DuplexStreams"/>.</summary>
public sealed class WireStream(PipeReader reader, PipeWriter writer, int largestRead) : Stream
{
    private readonly CancellationTokenSource cut = new();
    private readonly CancellationTokenSource peerGone = new();
    private readonly Lock gate = new();
    private bool reading;
    private bool disposed;

    /// <summary>True once this end was disposed.</summary>
    public bool IsDisposed => disposed;

    /// <summary>Cancelled when the other end is disposed, or the connection cut: what a server knows of a peer without reading.</summary>
    public CancellationToken PeerGone => peerGone.Token;

    /// <summary>Bytes that this end was given to send.</summary>
    public long Written { get; private set; }

    /// <inheritdoc />
    public override bool CanRead => true;

    /// <inheritdoc />
    public override bool CanWrite => true;

    /// <inheritdoc />
    public override bool CanSeek => false;

    /// <inheritdoc />
    public override long Length => throw new NotSupportedException();

    /// <inheritdoc />
    public override long Position
    {
        get => throw new NotSupportedException();
        set => throw new NotSupportedException();
    }

    /// <inheritdoc />
    public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        lock (gate)
        {
            ObjectDisposedException.ThrowIf(disposed, this);
            reading = true;
        }

        using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, cut.Token);
        try
        {
            var read = await reader.ReadAsync(stop.Token).ConfigureAwait(false);
            var count = (int)Math.Min(Math.Min(buffer.Length, largestRead), read.Buffer.Length);
            var taken = read.Buffer.Slice(0, count);
            System.Buffers.BuffersExtensions.CopyTo(taken, buffer.Span);
            reader.AdvanceTo(taken.End);
            return count;
        }
        catch (OperationCanceledException) when (cut.IsCancellationRequested)
        {
            throw new IOException("The connection was cut.");
        }
        finally
        {
            EndRead();
        }
    }

    /// <inheritdoc />
    public override async ValueTask WriteAsync(ReadOnlyMemory<byte> buffer, CancellationToken cancellationToken = default)
    {
        ObjectDisposedException.ThrowIf(IsDisposed, this);
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, cut.Token);
        try
        {
            if ((await writer.WriteAsync(buffer, stop.Token).ConfigureAwait(false)).IsCompleted)
                throw new IOException("The other end is gone.");
            Written += buffer.Length;
        }
        catch (OperationCanceledException) when (cut.IsCancellationRequested)
        {
            throw new IOException("The connection was cut.");
        }
    }

    /// <inheritdoc />
    public override Task<int> ReadAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken) =>
        ReadAsync(buffer.AsMemory(offset, count), cancellationToken).AsTask();

    /// <inheritdoc />
    public override Task WriteAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken) =>
        WriteAsync(buffer.AsMemory(offset, count), cancellationToken).AsTask();

    /// <inheritdoc />
    public override Task FlushAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    /// <inheritdoc />
    public override void Flush()
    {
    }

    /// <inheritdoc />
    public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException("Only asynchronous reads.");

    /// <inheritdoc />
    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException("Only asynchronous writes.");

    /// <inheritdoc />
    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    /// <inheritdoc />
    public override void SetLength(long value) => throw new NotSupportedException();

    /// <summary>Makes every read and write fail.</summary>
    internal void Cut()
    {
        cut.Cancel();
        peerGone.Cancel();
    }

    /// <summary>The end at the other side.</summary>
    internal WireStream? Peer { get; set; }

    /// <inheritdoc />
    protected override void Dispose(bool disposing)
    {
        lock (gate)
        {
            if (disposed)
                return;
            disposed = true;
            writer.Complete();
            if (reading)
                reader.CancelPendingRead();
            else
                reader.Complete();
        }

        Peer?.peerGone.Cancel();
        base.Dispose(disposing);
    }

    // Whoever still writes to a closed end is told so; a read that runs completes its own pipe.
    private void EndRead()
    {
        lock (gate)
        {
            reading = false;
            if (disposed)
                reader.Complete();
        }
    }
}
