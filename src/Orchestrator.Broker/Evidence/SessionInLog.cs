using System.Text;
using Orchestrator.Audit.Checkpoints;
using Orchestrator.Audit.Log;
using Orchestrator.Audit.Merkle;
using Orchestrator.Audit.Records;
using Orchestrator.Broker.Sinks;
using Orchestrator.Domain;

namespace Orchestrator.Broker.Evidence;

/// <summary>The broker's own log as far as it is signed, with the records of one session; read from the front.</summary>
internal sealed class SessionInLog
{
    private SessionInLog(IReadOnlyList<SignedCheckpoint> checkpoints) => Checkpoints = checkpoints;

    /// <summary>Sizes ascending.</summary>
    public IReadOnlyList<SignedCheckpoint> Checkpoints { get; }

    /// <summary>All signed records.</summary>
    public MerkleTree Tree { get; } = new();

    /// <summary>Of the session, from its registration on.</summary>
    public List<(AuditRecord Record, byte[] Line)> Records { get; } = [];

    /// <exception cref="BrokerException">The log isn't what it signed.</exception>
    public static SessionInLog Read(LogFolder folder, NoteKey key, SessionNumber session)
    {
        var found = new SessionInLog(LogCheckpoints.Read(folder, key));
        var signed = found.Checkpoints.Count == 0 ? 0 : found.Checkpoints[^1].Checkpoint.Size;
        var mark = Encoding.UTF8.GetBytes($",\"session\":\"{session}\",");
        RecordLines.ReadAll(folder.Records, line =>
        {
            if (found.Tree.Size < signed)
            {
                found.Add(line, line.IndexOf(mark) >= 0, session);
            }
        });
        return found.Tree.Size == signed && (signed == 0 || found.Tree.RootAt(signed) == found.Checkpoints[^1].Checkpoint.Root)
            ? found
            : throw new BrokerException(ExitCode.DataFolder, $"The broker's log in {folder.Path} isn't what it signed. Verify it with `orchestrator-verify` first.");
    }

    private void Add(ReadOnlySpan<byte> line, bool mayBeOurs, SessionNumber session)
    {
        Tree.Append(MerkleHasher.Leaf(line));
        if (!mayBeOurs || RecordReader.Read(line, out var record) != RecordFailure.None || record!.Body.Session != session.ToString())
        {
            return;
        }

        if (record.Body.Event == EventCodes.RelayRegistered)
        {
            Records.Clear();
        }

        Records.Add((record, line.ToArray()));
    }
}
