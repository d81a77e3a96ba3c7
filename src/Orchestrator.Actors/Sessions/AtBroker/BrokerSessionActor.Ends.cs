using System.Security.Cryptography;
using System.Text;
using Orchestrator.Audit.Checkpoints;
using Orchestrator.Domain;
using Orchestrator.Trust.Primitives;

namespace Orchestrator.Actors.Sessions.AtBroker;

/// <content>The last records about a session: what its channels carried, and its END, which counts once the instrument has signed it.</content>
public sealed partial class BrokerSessionActor
{
    private long? _endedAt;
    private bool _countsNoted;
    private Checkpoint? _signed;

    /// <summary>What the run's log key didn't sign is no checkpoint of this session; it stays a claim and proves nothing.</summary>
    private void OnCheckpointKept(ReadOnlyMemory<byte> note)
    {
        var wish = _registered.Wish;
        if (Ed25519Public.TryImport(wish.LogPublicKey.Span) is { } key
            && NoteKey.IsAllowedName(wish.LogOrigin)
            && SignedCheckpoint.Verify(note.Span, new NoteKey(wish.LogOrigin, key), out var signed) == NoteFailure.None
            && signed!.Checkpoint.Size >= (_signed?.Size ?? 0))
        {
            _signed = signed.Checkpoint;
        }
    }

    /// <summary>Before the END: an auditor sees by its place that nothing was left out.</summary>
    private void NoteCounts()
    {
        foreach (var id in _channels.Keys.ToList())
        {
            _channels.Remove(id, out var channel);
            Note(Metered(id, channel!));
        }

        if (_relay.Refused > 0 && !_countsNoted)
        {
            _countsNoted = true;
            Note(new BrokerObservations.RelayRefused(_number, _relay.Refused));
        }
    }

    private void NoteEnd()
    {
        if (_endedAt is not { } ended)
        {
            return;
        }

        _endedAt = null;
        if (_signed is { } signed && signed.Size > ended)
        {
            Note(new BrokerObservations.SessionEnded(_number, signed.Size, Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(signed.ToText())))));
        }
        else
        {
            Note(new BrokerObservations.MissingEnd(_number, _lastSequence));
        }
    }
}
