using System.IO.Pipelines;
using Orchestrator.Links.Channels;
using Orchestrator.Protocol;

namespace Orchestrator.Links.Multiplexing;

/// <summary>Puts one whole record into a pipe.</summary>
internal static class RecordWriting
{
    /// <summary>Seals straight into the pipe; false when the keys are gone.</summary>
    public static bool Seal(PipeWriter output, RecordSealer sealer, ReadOnlySpan<byte> payload)
    {
        var place = output.GetSpan(RecordSealer.RecordSize(payload.Length));
        if (!sealer.TrySeal(payload, place, out var written))
        {
            return false;
        }

        output.Advance(written);
        return true;
    }

    /// <summary>Seals straight into the pipe, and keeps the record until the other end has it; false when the keys are gone.</summary>
    public static bool Seal(PipeWriter output, RecordSealer sealer, ReadOnlySpan<byte> payload, SentRecords sent)
    {
        var place = output.GetSpan(RecordSealer.RecordSize(payload.Length));
        if (!sealer.TrySeal(payload, place, out var written))
        {
            return false;
        }

        sent.Keep(place[..written]);
        output.Advance(written);
        return true;
    }

    /// <summary>Copies a record that is whole already; false when there is none.</summary>
    public static bool Copy(PipeWriter output, ReadOnlySpan<byte> record)
    {
        if (record.IsEmpty)
        {
            return false;
        }

        record.CopyTo(output.GetSpan(record.Length));
        output.Advance(record.Length);
        return true;
    }
}
