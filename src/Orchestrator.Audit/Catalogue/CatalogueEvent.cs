using System.Collections.Immutable;

namespace Orchestrator.Audit.Catalogue;

/// <summary>One kind of record: what it is called, who writes it where, what it says and which fields it has.</summary>
/// <param name="Code">Stable code.</param>
/// <param name="Log">In which log it must appear.</param>
/// <param name="Who">Kinds of actors that it can name.</param>
/// <param name="Sentences">What its sentence looks like; <c>{…}</c> stands for what varies.</param>
/// <param name="Fields">Its own fields, in their order.</param>
public sealed record CatalogueEvent(string Code, CatalogueLog Log, ImmutableArray<string> Who, ImmutableArray<string> Sentences, ImmutableArray<CatalogueField> Fields)
{
    /// <summary>The field of this name; null when the event has none.</summary>
    public CatalogueField? Field(string name) => Fields.FirstOrDefault(field => field.Name == name);
}

/// <summary>A field of an event.</summary>
/// <param name="Name">Its name in <c>data</c>.</param>
/// <param name="Type">One of <see cref="CatalogueTypes"/>.</param>
/// <param name="IsOptional">Absent where there is nothing to say.</param>
public sealed record CatalogueField(string Name, string Type, bool IsOptional);

/// <summary>Which log must have it.</summary>
public enum CatalogueLog
{
    /// <summary>The log of a run; of a session's events the broker keeps the line too, as a claim.</summary>
    Run,

    /// <summary>The broker's own log.</summary>
    Broker,

    /// <summary>The log in whose program it happens.</summary>
    Either,
}

/// <summary>Types of fields. Each has a definition in the schema.</summary>
public static class CatalogueTypes
{
    /// <summary>Text; empty where nothing is known.</summary>
    public const string Text = "text";

    /// <summary>Whole number.</summary>
    public const string Number = "number";

    /// <summary>True or false.</summary>
    public const string Flag = "flag";

    /// <summary>A word of the program, in kebab case.</summary>
    public const string Word = "word";

    /// <summary>Base64 with padding.</summary>
    public const string Base64 = "base64";

    /// <summary>SHA-256 of salt and text, which lie beside the log.</summary>
    public const string Commitment = "commitment";

    /// <summary>Name of a capability.</summary>
    public const string Capability = "capability";

    /// <summary>operator, technician, broker or instrument.</summary>
    public const string Party = "party";

    /// <summary>Numbers of channels.</summary>
    public const string Channels = "channels";

    /// <summary>Name, size and hash of a file.</summary>
    public const string File = "file";

    /// <summary>The instrument as it describes itself.</summary>
    public const string Instrument = "instrument";

    /// <summary>Limits of a session.</summary>
    public const string Policy = "policy";

    /// <summary>What a certificate and a ticket say of a technician.</summary>
    public const string Technician = "technician";

    /// <summary>Terms of a ticket.</summary>
    public const string Terms = "terms";

    /// <summary>The run before this one, or null.</summary>
    public const string PreviousRun = "previous-run";

    /// <summary>All of them.</summary>
    public static ImmutableArray<string> All { get; } =
        [Text, Number, Flag, Word, Base64, Commitment, Capability, Party, Channels, File, Instrument, Policy, Technician, Terms, PreviousRun];
}
