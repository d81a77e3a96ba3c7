namespace Orchestrator.PluginHosting;

/// <summary>A stream that holds a lease until it is disposed. It may be the plugin's own type, or wrap one: what it throws becomes an exception of the host.</summary>
internal sealed class LeasedStream(Stream inner, PluginLease lease) : Stream
{
    private int isDisposed;

    /// <inheritdoc />
    public override bool CanRead => inner.CanRead;

    /// <inheritdoc />
    public override bool CanSeek => false;

    /// <inheritdoc />
    public override bool CanWrite => inner.CanWrite;

    /// <inheritdoc />
    public override bool CanTimeout => inner.CanTimeout;

    /// <inheritdoc />
    public override long Length => throw new NotSupportedException();

    /// <inheritdoc />
    public override long Position
    {
        get => throw new NotSupportedException();
        set => throw new NotSupportedException();
    }

    /// <inheritdoc />
    public override int Read(byte[] buffer, int offset, int count) => Do(() => inner.Read(buffer, offset, count));

    /// <inheritdoc />
    public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        try
        {
            return await inner.ReadAsync(buffer, cancellationToken).ConfigureAwait(false);
        }
        catch (Exception problem)
        {
            throw Lost(problem, cancellationToken);
        }
    }

    /// <inheritdoc />
    public override Task<int> ReadAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken) => ReadAsync(buffer.AsMemory(offset, count), cancellationToken).AsTask();

    /// <inheritdoc />
    public override void Write(byte[] buffer, int offset, int count) =>
        Do(() =>
        {
            inner.Write(buffer, offset, count);
            return true;
        });

    /// <inheritdoc />
    public override async ValueTask WriteAsync(ReadOnlyMemory<byte> buffer, CancellationToken cancellationToken = default)
    {
        try
        {
            await inner.WriteAsync(buffer, cancellationToken).ConfigureAwait(false);
        }
        catch (Exception problem)
        {
            throw Lost(problem, cancellationToken);
        }
    }

    /// <inheritdoc />
    public override Task WriteAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken) => WriteAsync(buffer.AsMemory(offset, count), cancellationToken).AsTask();

    /// <inheritdoc />
    public override void Flush() =>
        Do(() =>
        {
            inner.Flush();
            return true;
        });

    /// <inheritdoc />
    public override async Task FlushAsync(CancellationToken cancellationToken)
    {
        try
        {
            await inner.FlushAsync(cancellationToken).ConfigureAwait(false);
        }
        catch (Exception problem)
        {
            throw Lost(problem, cancellationToken);
        }
    }

    /// <inheritdoc />
    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    /// <inheritdoc />
    public override void SetLength(long value) => throw new NotSupportedException();

    /// <inheritdoc />
    public override async ValueTask DisposeAsync()
    {
        if (Interlocked.Exchange(ref isDisposed, 1) == 0)
        {
            try
            {
                await inner.DisposeAsync().ConfigureAwait(false);
            }
            catch (Exception)
            {
                // It is thrown away: nobody could do anything about how it ends.
            }

            lease.Dispose();
        }

        await base.DisposeAsync().ConfigureAwait(false);
    }

    /// <inheritdoc />
    protected override void Dispose(bool disposing)
    {
        if (disposing && Interlocked.Exchange(ref isDisposed, 1) == 0)
        {
            try
            {
                inner.Dispose();
            }
            catch (Exception)
            {
                // As above.
            }

            lease.Dispose();
        }

        base.Dispose(disposing);
    }

    private static T Do<T>(Func<T> call)
    {
        try
        {
            return call();
        }
        catch (Exception problem)
        {
            throw Lost(problem, CancellationToken.None);
        }
    }

    private static Exception Lost(Exception problem, CancellationToken cancellationToken) => problem switch
    {
        OperationCanceledException when cancellationToken.IsCancellationRequested => new OperationCanceledException(cancellationToken),
        ObjectDisposedException => new ObjectDisposedException(nameof(LeasedStream)),
        _ => new IOException($"The tunnel broke ({ProblemText.Of(problem)})."),
    };
}
