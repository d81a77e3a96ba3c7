namespace Orchestrator.Audit.Records;

/// <summary>
/// How large a record and its parts may be. A part that somebody outside can fill is cut (with its length and hash in its
/// place), never refused: a stranger's long name must not stop the log. The sum of all parts at their worst (six bytes a
/// character) stays under <see cref="LineBytes"/>.
/// </summary>
public static class RecordLimits
{
    /// <summary>Bytes of a line: the entry bundles of tile logs prefix 16-bit lengths.</summary>
    public const int LineBytes = 65_535;

    /// <summary>Characters of the sentence, and of old value, new value and reason.</summary>
    public const int TextCharacters = 480;

    /// <summary>Characters of any other single value: names, addresses, ids, hashes.</summary>
    public const int FieldCharacters = 128;

    /// <summary>Characters of a plugin's id, version and hash: a SHA-256 in hex.</summary>
    public const int TokenCharacters = 64;

    /// <summary>Characters of an event code.</summary>
    public const int CodeCharacters = 64;

    /// <summary>Bytes of the typed event fields as JSON. Filled by code, so an excess is a fault and refused.</summary>
    public const int DataBytes = 12 * 1024;

    /// <summary>Levels of nesting in the typed event fields.</summary>
    public const int DataDepth = 8;

    /// <summary>Plugins named in a record.</summary>
    public const int Plugins = 16;
}
