using System.Collections.Immutable;
using Orchestrator.Domain;
using Orchestrator.Trust.Encoding;

namespace Orchestrator.Trust.Tickets;

/// <summary>The capabilities of a ticket: ascending, each with its minutes, its approval, and its files where it moves any.</summary>
internal static class TicketCapabilityCodec
{
    public static StrictWriter Capabilities(this StrictWriter writer, ImmutableArray<TicketCapability> capabilities)
    {
        writer.Byte((byte)capabilities.Length);
        foreach (var one in capabilities)
        {
            writer.Byte((byte)one.Capability).UInt16((ushort)one.Minutes).Byte(one.ApprovedBy is null ? (byte)0 : (byte)1);
            if (one.ApprovedBy is { } approver)
                writer.Text(approver, TicketLimits.MaxPrintedName);
            if (one.Files is { } files)
                writer.Int64(files.MaxBytes).Texts([.. files.Types.Names], FileTypes.MaxLength).Texts(files.Folders.Paths, Folders.MaxLength);
        }

        return writer;
    }

    public static ImmutableArray<TicketCapability> Capabilities(ref this StrictReader reader)
    {
        var count = reader.Byte();
        if (count is 0 or > TicketLimits.MaxCapabilities)
            reader.Fail(StrictFault.OutOfRange);
        var capabilities = ImmutableArray.CreateBuilder<TicketCapability>();
        for (var i = 0; i < count && reader.Fault == StrictFault.None; i++)
        {
            var capability = (Capability)reader.Byte();
            capabilities.Add(new TicketCapability
            {
                Capability = capability,
                Minutes = reader.UInt16(),
                ApprovedBy = Approver(ref reader),
                Files = capability.IsOneFile() ? Files(ref reader) : null,
            });
        }

        return capabilities.ToImmutable();
    }

    public static bool IsInLimits(ImmutableArray<TicketCapability> capabilities) =>
        capabilities is { IsDefault: false, Length: > 0 and <= TicketLimits.MaxCapabilities }
        && capabilities.All(IsInLimits)
        && capabilities.Zip(capabilities.Skip(1)).All(pair => pair.First.Capability < pair.Second.Capability);

    private static bool IsInLimits(TicketCapability one) =>
        Enum.IsDefined(one.Capability)
        && one.Minutes is >= 1 and <= TicketLimits.MaxMinutes
        && one.Capability.IsOneFile() == one.Files is not null
        && (one.Files is null || IsInLimits(one.Files));

    private static bool IsInLimits(FileLimits files) =>
        files.MaxBytes is >= 0 and <= TicketLimits.MaxFileBytes
        && !files.Types.IsNone && files.Types.Names.Count <= TicketLimits.MaxFileTypes
        && TicketLimits.Fit(files.Folders);

    private static string? Approver(ref StrictReader reader)
    {
        switch (reader.Byte())
        {
            case 0:
                return null;
            case 1:
                return reader.Text(TicketLimits.MaxPrintedName);
            default:
                reader.Fail(StrictFault.OutOfRange);
                return null;
        }
    }

    private static FileLimits Files(ref StrictReader reader)
    {
        var bytes = reader.Int64();
        var types = Ascending(ref reader, TicketLimits.MaxFileTypes, FileTypes.MaxLength, FileTypes.IsType);
        var folders = Ascending(ref reader, TicketLimits.MaxFolders, Folders.MaxLength, Folders.IsFolder);
        return reader.Fault == StrictFault.None
            ? new FileLimits(bytes, types.IsEmpty ? FileTypes.Any : FileTypes.Of(types), folders.IsEmpty ? Folders.Any : Folders.Of(folders))
            : FileLimits.Any;
    }

    /// <summary>Texts in the one order and the one way in which they are written.</summary>
    private static ImmutableArray<string> Ascending(ref StrictReader reader, int atMost, int maxLength, Func<string, bool> isOne)
    {
        var count = reader.Byte();
        if (count > atMost)
            reader.Fail(StrictFault.OutOfRange);
        var texts = ImmutableArray.CreateBuilder<string>();
        for (var i = 0; i < count && reader.Fault == StrictFault.None; i++)
        {
            var text = reader.Text(maxLength);
            if (reader.Fault == StrictFault.None && (!isOne(text) || (texts.Count > 0 && string.CompareOrdinal(texts[^1], text) >= 0)))
                reader.Fail(StrictFault.OutOfRange);
            texts.Add(text);
        }

        return texts.ToImmutable();
    }

    private static StrictWriter Texts(this StrictWriter writer, ImmutableArray<string> texts, int maxLength)
    {
        writer.Byte((byte)texts.Length);
        foreach (var text in texts)
            writer.Text(text, maxLength);
        return writer;
    }
}
