using System.IO.Pipelines;

namespace Orchestrator.Links.Multiplexing;

/// <summary>The sending half of a link: whole records, the most urgent first, with the transport's back-pressure.</summary>
internal sealed class LinkWriter(PipeWriter output)
{
    private readonly Turnstile _turnstile = new();
    private readonly Lock _writing = new();
    private volatile bool _broken;

    /// <summary>
    /// Takes a place in the queue at once. When it is this record's turn, <paramref name="write"/> puts one whole record into the pipe, or says that it
    /// may no longer be sent: gates are read and keys are used there and nowhere else, so nothing passes behind an event that closed its gate.
    /// </summary>
    /// <returns>Whether a record was written.</returns>
    public async Task<RecordSent> WriteAsync(RecordPriority priority, Func<PipeWriter, bool> write)
    {
        if (!await _turnstile.EnterAsync(priority).ConfigureAwait(false))
        {
            return RecordSent.LinkEnded;
        }

        try
        {
            lock (_writing)
            {
                if (_broken)
                {
                    return RecordSent.LinkEnded;
                }

                if (!write(output))
                {
                    return RecordSent.NotAllowed;
                }
            }

            var flushed = await output.FlushAsync(CancellationToken.None).ConfigureAwait(false);
            return flushed.IsCompleted || flushed.IsCanceled ? RecordSent.LinkEnded : RecordSent.Sent;
        }
        catch (InvalidOperationException)
        {
            // The pipe was completed while this record waited for its turn.
            _broken = true;
            return RecordSent.LinkEnded;
        }
        finally
        {
            _turnstile.Exit();
        }
    }

    /// <summary>Nothing is written any more.</summary>
    public void End()
    {
        _broken = true;
        _turnstile.End();
        output.CancelPendingFlush();
    }

    /// <summary>Completes the pipe, not while a record is being written into it: its memory would be somebody else's already.</summary>
    public void Complete()
    {
        End();
        lock (_writing)
        {
            output.Complete();
        }
    }
}

/// <summary>What became of a record that was to be sent.</summary>
internal enum RecordSent
{
    /// <summary>It is in the transport's hands.</summary>
    Sent,

    /// <summary>Its gate wasn't open, or its keys are gone.</summary>
    NotAllowed,

    /// <summary>There is no link any more.</summary>
    LinkEnded,
}
