using System.Security.Cryptography;
using Orchestrator.Audit.Log;
using Orchestrator.Audit.Records;
using Orchestrator.Broker.Evidence;
using Orchestrator.Broker.Journal;
using Orchestrator.Broker.Settings;

namespace Orchestrator.Broker.Erasure;

/// <summary>A text beside the broker's log that is still there, and the record that names it.</summary>
internal sealed record BrokerText(long Sequence, string Event, string Commitment, string Text);

/// <summary>An erasure that an administrator asked for, as its record says.</summary>
/// <param name="Sequence">Number of the record.</param>
/// <param name="Digest">SHA-256 of its line, lower-case hex: who approves says it, so that nothing else is put in its place.</param>
/// <param name="Account">Who asked.</param>
/// <param name="Reason">In his words; null when that is erased itself.</param>
/// <param name="Commitments">What is to be erased.</param>
/// <param name="IsDone">True when it was approved already.</param>
internal sealed record ErasureRequest(long Sequence, string Digest, string Account, string? Reason, IReadOnlyList<string> Commitments, bool IsDone);

/// <summary>The texts beside the broker's log and what was asked about them, read from the log itself. The broker may serve meanwhile.</summary>
internal sealed class BrokerTexts
{
    private readonly DataFolder _folder;
    private readonly KnownTexts _texts;

    public BrokerTexts(DataFolder folder)
    {
        _folder = folder;
        _texts = KnownTexts.Read(new LogFolder(folder.Log));
    }

    /// <summary>The text behind a commitment; null when it is gone.</summary>
    public string? Find(string commitment) => _texts.Find(commitment);

    /// <summary>Texts of the records that are meant, in the order of the log.</summary>
    public IReadOnlyList<BrokerText> Of(Func<AuditRecord, bool> isMeant)
    {
        var found = new List<BrokerText>();
        Scan((record, line) =>
        {
            if (!isMeant(record))
            {
                return;
            }

            foreach (var commitment in TextCommitment.In(line))
            {
                if (_texts.Find(commitment) is { } text)
                {
                    found.Add(new BrokerText(record.Sequence, record.Body.Event, commitment, text));
                }
            }
        });
        return found;
    }

    /// <summary>What the record of this number asks for; null when it asks for nothing.</summary>
    public ErasureRequest? Request(long sequence)
    {
        ErasureRequest? request = null;
        Scan((record, line) =>
        {
            var data = record.Body.Data.Read();
            if (record.Sequence == sequence && record.Body.Event == BrokerEventCodes.ErasureRequested)
            {
                request = new ErasureRequest(
                    sequence, Convert.ToHexStringLower(SHA256.HashData(line.Span)), record.Body.Who.Account ?? "", _texts.Find(data.GetProperty("reason").GetString()!),
                    data.GetProperty("commitments").GetString()!.Split(' '), IsDone: false);
            }
            else if (record.Body.Event == BrokerEventCodes.TextsErased && data.GetProperty("request").GetInt64() == sequence)
            {
                request = request is null ? null : request with { IsDone = true };
            }
        });
        return request;
    }

    private void Scan(Action<AuditRecord, ReadOnlyMemory<byte>> see) =>
        BrokerLogReader.Scan(_folder, BrokerLogReader.KeyOf(_folder), (_, line) =>
        {
            if (RecordReader.Read(line.Span, out var record) == RecordFailure.None)
            {
                see(record!, line);
            }
        });
}
