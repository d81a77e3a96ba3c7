using System.IO.Pipelines;
using Orchestrator.Links.Multiplexing;

namespace Orchestrator.Links.Channels;

/// <summary>
/// The way of the peers' records onto whichever link carries them now. Between two links, and until both ends have said where they stand, nobody writes;
/// the order in which records wait is kept. Safe for several threads.
/// </summary>
internal sealed class PeerLine : IDisposable
{
    private readonly Lock _sync = new();
    private readonly Turnstile _turnstile = new();
    private LinkConnection? _link;
    private int _attached;
    private bool _isRunning = true;
    private bool _isOver;
    private TaskCompletionSource _changed = NewSignal();

    /// <summary>Runs at once on the link of the handshake.</summary>
    public PeerLine(LinkConnection link) => _link = link;

    /// <summary>Nobody writes any more, until <see cref="RunAsync"/>. A null link: there is none at present.</summary>
    public void Attach(LinkConnection? link)
    {
        lock (_sync)
        {
            _link = link;
            Stop();
        }
    }

    /// <summary>The same on the link that is there. What has been sealed by now is final until <see cref="RunAsync"/>.</summary>
    public void Suspend()
    {
        lock (_sync)
            Stop();
    }

    /// <summary>Writes these records, then what is to be written again of channel 0, then lets everybody write. Ends early when another suspension comes.</summary>
    public async Task<bool> RunAsync(byte[]? first, SentRecords control)
    {
        LinkConnection? link;
        int attached;
        lock (_sync)
            (link, attached) = (_link, _attached);
        if (link is null || (first is not null && !await WriteAsync(link, RecordPriority.Control, output => Put(attached, output, first)).ConfigureAwait(false)))
            return false;
        while (!control.IsCaughtUp)
        {
            // Nothing written isn't an end: what was to be written may have been acknowledged meanwhile.
            var written = await link.WriteAsync(RecordPriority.Control, output => Put(attached, output, control.TakeAgain)).ConfigureAwait(false);
            if (written == RecordSent.LinkEnded || !IsAt(attached))
                return false;
        }

        lock (_sync)
        {
            if (attached != _attached || _isOver)
                return false;
            _isRunning = true;
            Signal();
            return true;
        }
    }

    /// <summary>Writes one record that belongs to no channel, such as a call to resume; the line needn't run.</summary>
    public Task<bool> WriteAsideAsync(byte[] record)
    {
        LinkConnection? link;
        int attached;
        lock (_sync)
            (link, attached) = (_link, _attached);
        return link is null ? Task.FromResult(false) : WriteAsync(link, RecordPriority.Control, output => Put(attached, output, record));
    }

    /// <summary>
    /// Takes a place in the order at once. When it is its turn, writes what the channel has to write again, then one new record. Waits while there is no
    /// line.
    /// </summary>
    /// <param name="priority">Whose turn comes first.</param>
    /// <param name="sent">What the channel has sealed.</param>
    /// <param name="mayPass">The channel's gate, read in the moment of writing.</param>
    /// <param name="seal">Seals one record into the pipe and keeps it; null: only what is to be written again. False: its keys are gone.</param>
    /// <param name="cut">Ends the waiting.</param>
    public async Task<RecordSent> SendAsync(RecordPriority priority, SentRecords sent, Func<bool> mayPass, Func<PipeWriter, bool>? seal, CancellationToken cut)
    {
        if (!await _turnstile.EnterAsync(priority).ConfigureAwait(false))
            return RecordSent.LinkEnded;
        try
        {
            while (await WhenRunningAsync(cut).ConfigureAwait(false) is var (link, attached))
            {
                var turn = new Turn(this, attached, sent, mayPass, seal);
                var written = await link.WriteAsync(priority, turn.Take).ConfigureAwait(false);
                if (turn.IsDone)
                    return RecordSent.Sent;
                if (turn.IsRefused)
                    return RecordSent.NotAllowed;
                if (written == RecordSent.LinkEnded)
                    Lose(attached);
            }

            return RecordSent.LinkEnded;
        }
        finally
        {
            _turnstile.Exit();
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        lock (_sync)
        {
            _isOver = true;
            Stop();
        }

        _turnstile.End();
    }

    private async ValueTask<(LinkConnection Link, int Attached)?> WhenRunningAsync(CancellationToken cut)
    {
        while (true)
        {
            Task changed;
            lock (_sync)
            {
                if (_isOver)
                    return null;
                if (_isRunning && _link is { } link)
                    return (link, _attached);
                changed = _changed.Task;
            }

            await changed.WaitAsync(cut).ConfigureAwait(false);
        }
    }

    private static async Task<bool> WriteAsync(LinkConnection link, RecordPriority priority, Func<PipeWriter, bool> write) =>
        await link.WriteAsync(priority, write).ConfigureAwait(false) == RecordSent.Sent;

    private bool Put(int attached, PipeWriter output, byte[] record) => Put(attached, output, () => record);

    private bool Put(int attached, PipeWriter output, Func<byte[]?> record)
    {
        lock (_sync)
            return attached == _attached && !_isOver && record() is { } bytes && RecordWriting.Copy(output, bytes);
    }

    private bool IsAt(int attached)
    {
        lock (_sync)
            return attached == _attached && !_isOver;
    }

    /// <summary>The link ended under a writer, before anybody said so.</summary>
    private void Lose(int attached)
    {
        lock (_sync)
        {
            if (attached == _attached)
                Stop();
        }
    }

    private void Stop()
    {
        _attached++;
        _isRunning = false;
        Signal();
    }

    private void Signal()
    {
        var before = _changed;
        _changed = NewSignal();
        before.TrySetResult();
    }

    private static TaskCompletionSource NewSignal() => new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>What one writer does when it is its turn on the link: nothing on a line that has changed meanwhile.</summary>
    private sealed class Turn(PeerLine line, int attached, SentRecords sent, Func<bool> mayPass, Func<PipeWriter, bool>? seal)
    {
        /// <summary>Nothing is left to write.</summary>
        public bool IsDone { get; private set; }

        /// <summary>The gate isn't open, or the keys are gone.</summary>
        public bool IsRefused { get; private set; }

        public bool Take(PipeWriter output)
        {
            lock (line._sync)
            {
                if (attached != line._attached || line._isOver)
                    return false;
                if (!mayPass())
                    return Refuse();
                if (sent.TakeAgain() is { } again)
                {
                    IsDone = seal is null && sent.IsCaughtUp;
                    return RecordWriting.Copy(output, again);
                }

                var before = sent.Sealed;
                try
                {
                    IsDone = seal is null || seal(output);
                }
                finally
                {
                    // Once it is sealed it is kept, and goes on the next link if this one has just ended.
                    IsDone |= sent.Sealed > before;
                }

                return IsDone ? seal is not null : Refuse();
            }
        }

        private bool Refuse()
        {
            IsRefused = true;
            return false;
        }
    }
}
