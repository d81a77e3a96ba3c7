using System.Collections.Immutable;

namespace Orchestrator.Domain;

/// <summary>Which files may be moved, by their last extension: any, or exactly these, perhaps none. Small and capital letters are one.</summary>
public sealed class FileTypes : IEquatable<FileTypes>
{
    /// <summary>Characters of one type, with its dot.</summary>
    public const int MaxLength = 16;

    private readonly ImmutableSortedSet<string>? _types;

    private FileTypes(ImmutableSortedSet<string>? types) => _types = types;

    /// <summary>Every file, also one without an extension.</summary>
    public static FileTypes Any { get; } = new(null);

    /// <summary>True when nothing is limited.</summary>
    public bool IsAny => _types is null;

    /// <summary>True when no file at all may be moved.</summary>
    public bool IsNone => _types is { IsEmpty: true };

    /// <summary>The types, lower case, with their dots, ascending; empty when there is no limit.</summary>
    public ImmutableSortedSet<string> Names => _types ?? [];

    /// <summary>Exactly these.</summary>
    /// <exception cref="ArgumentException">One of them isn't a type.</exception>
    public static FileTypes Of(params IEnumerable<string> types)
    {
        var names = types.Select(Lower).ToImmutableSortedSet(StringComparer.Ordinal);
        return names.All(IsType) ? new FileTypes(names) : throw new ArgumentException("A type is a dot and 1 to 15 letters, digits, '-' or '_'.", nameof(types));
    }

    /// <summary>True for a dot and 1 to 15 small Latin letters, digits, <c>-</c> or <c>_</c>.</summary>
    public static bool IsType(string text) =>
        text.Length is > 1 and <= MaxLength && text[0] == '.' && text.Skip(1).All(c => char.IsAsciiLetterLower(c) || char.IsAsciiDigit(c) || c is '-' or '_');

    /// <summary>Whether the file at this path, or of this name, may be moved.</summary>
    public bool Allows(string path)
    {
        if (_types is null)
        {
            return true;
        }

        var name = path[(path.LastIndexOfAny(['/', '\\']) + 1)..];
        var dot = name.LastIndexOf('.');
        return dot >= 0 && _types.Contains(Lower(name[dot..]));
    }

    /// <summary>What both allow.</summary>
    public FileTypes And(FileTypes other) => (_types, other._types) switch
    {
        (null, _) => other,
        (_, null) => this,
        var (mine, theirs) => new FileTypes(mine.Intersect(theirs)),
    };

    /// <inheritdoc/>
    public bool Equals(FileTypes? other) => other is not null && IsAny == other.IsAny && Names.SetEquals(other.Names);

    /// <inheritdoc/>
    public override bool Equals(object? obj) => Equals(obj as FileTypes);

    /// <inheritdoc/>
    public override int GetHashCode() => HashCode.Combine(IsAny, Names.Count);

    /// <inheritdoc/>
    public override string ToString() => IsAny ? "any" : IsNone ? "none" : string.Join(", ", Names);

    /// <summary>Latin letters only: what other letters become when they are made small differs between systems.</summary>
    private static string Lower(string text) => string.Create(text.Length, text, (chars, from) =>
    {
        for (var i = 0; i < chars.Length; i++)
        {
            chars[i] = char.IsAsciiLetterUpper(from[i]) ? (char)(from[i] | 0x20) : from[i];
        }
    });
}
