using System.Buffers;
using Orchestrator.Domain;
using Orchestrator.Links.Multiplexing;
using Orchestrator.Protocol;

namespace Orchestrator.Links.Channels;

/// <content>
/// Resume. The technician's end calls, the instrument's answers; behind the answer each stream goes on at the number that its receiver named. Records
/// that come before it are dropped unopened: they are kept by their sender, and come again.
/// </content>
public sealed partial class PeerConnection
{
    /// <summary>Input that is missing and older than this isn't injected any more.</summary>
    public static readonly TimeSpan OldestInput = TimeSpan.FromSeconds(5);

    private readonly Dictionary<ChannelId, ulong> _acknowledged = [];

    private bool IsCaller => _peer == PeerSender.Instrument;

    /// <summary>Another link carries the records from now on; null: none does at present. Nothing goes or is taken before both ends have said where they stand.</summary>
    public void Attach(LinkConnection? link)
    {
        lock (_receiving)
        {
            _isReceiving = false;
        }

        _line.Attach(link);
    }

    /// <summary>The technician's end asks the instrument to go on from where both stand. False when there is no link, or the connection is over.</summary>
    public Task<bool> CallAsync()
    {
        if (!IsCaller)
        {
            throw new InvalidOperationException("The technician's end calls; the instrument's answers.");
        }

        _line.Suspend();
        byte[]? call;
        lock (_receiving)
        {
            _isReceiving = false;
            call = _keys.SealResume(++_generation, Points());
        }

        return call is null ? Task.FromResult(false) : _line.WriteAsideAsync(call);
    }

    private PeerReceived OnResume(in ReadOnlySequence<byte> whole)
    {
        if (_keys.OpenResume(whole) is not { } resume)
        {
            return PeerReceived.Violation(_keys.Failure.ToString());
        }

        if (IsCaller && resume.Generation < _generation)
        {
            // The answer to a call that this end has replaced by a newer one.
            return PeerReceived.Nothing;
        }

        _line.Suspend();
        if (IsCaller && resume.Generation > _generation)
        {
            return Refuse();
        }

        var tooOld = IsCaller ? [] : CutOldInput(resume);
        if (!Rewind(resume))
        {
            return Refuse();
        }

        if (IsCaller && IsInputTooOld)
        {
            // It was younger when this end called: the call or its answer was held back. The instrument hears how old it is now, and cuts it.
            _ = CallAsync();
            return PeerReceived.Nothing;
        }

        byte[]? answer = null;
        lock (_receiving)
        {
            _isReceiving = true;
            answer = IsCaller ? null : _keys.SealResume(resume.Generation, Points());
        }

        _ = RunAsync(answer);
        return new PeerReceived(null, null, false) { IsResumed = true, TooOld = tooOld };
    }

    private async Task RunAsync(byte[]? answer)
    {
        if (!await _line.RunAsync(answer, _controlSent).ConfigureAwait(false))
        {
            return;
        }

        foreach (var channel in _channels.Values)
        {
            channel.SendAgain();
        }
    }

    /// <summary>Input is for the screen that the technician saw when he gave it.</summary>
    private List<ChannelId> CutOldInput(Resume resume)
    {
        var cut = new List<ChannelId>();
        foreach (var (id, channel) in _channels.Where(one => one.Value is { IsOpen: true, IsInput: true }))
        {
            if (resume.Of(id) is { } point && point.Sealed > channel.Next && point.PendingMilliseconds > OldestInput.TotalMilliseconds)
            {
                channel.Cut();
                cut.Add(id);
            }
        }

        return cut;
    }

    /// <summary>Asked once what the instrument has is known: the oldest record that waits is one that it lacks.</summary>
    private bool IsInputTooOld => _channels.Values.Any(channel => channel is { IsOpen: true, IsInput: true } && channel.Sent.Pending > OldestInput);

    private bool Rewind(Resume resume) =>
        _controlSent.Rewind(resume.Of(ChannelId.Control)!.Next)
        && _channels.Where(one => one.Value.IsOpen).All(one => resume.Of(one.Key) is { } point ? one.Value.Sent.Rewind(point.Next) || !one.Value.IsOpen : Unnamed(one.Value));

    /// <summary>
    /// A channel that the instrument doesn't name was closed there, and nobody takes a record of it any more; one that the technician's end doesn't name
    /// isn't known there yet, and nothing of it was acknowledged.
    /// </summary>
    private bool Unnamed(PeerChannel channel)
    {
        if (!IsCaller)
        {
            return channel.Sent.RewindAll();
        }

        channel.Cut();
        return true;
    }

    private List<ResumePoint> Points() =>
    [
        new(ChannelId.Control, _keys.Control.Opener.NextSequence, _controlSent.Sealed, (uint)Math.Min(uint.MaxValue, _controlSent.Pending.TotalMilliseconds)),
        .. _channels.Values.Where(channel => channel.IsOpen).Select(channel => channel.Point),
    ];

    private bool Acknowledge(PeerToPeer.ReceivedUpTo upTo) =>
        upTo.Channel == ChannelId.Control
            ? _controlSent.Acknowledge(upTo.Next)
            : !_channels.TryGetValue(upTo.Channel, out var channel) || channel.Sent.Acknowledge(upTo.Next);

    private List<PeerToPeer.ReceivedUpTo> NewlyReceived()
    {
        lock (_acknowledged)
        {
            var now = new List<PeerToPeer.ReceivedUpTo> { new(ChannelId.Control, _keys.Control.Opener.NextSequence) };
            now.AddRange(_channels.Where(one => one.Value.IsOpen).Select(one => new PeerToPeer.ReceivedUpTo(one.Key, one.Value.Next)));
            now.RemoveAll(one => one.Channel != ChannelId.Control && one.Next <= _acknowledged.GetValueOrDefault(one.Channel));
            foreach (var one in now)
            {
                _acknowledged[one.Channel] = one.Next;
            }

            return now;
        }
    }

    private PeerReceived Refuse()
    {
        _keys.Refuse(RecordFailure.WrongResume);
        return PeerReceived.Violation(nameof(RecordFailure.WrongResume));
    }
}
