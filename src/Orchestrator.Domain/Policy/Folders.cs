using System.Collections.Immutable;

namespace Orchestrator.Domain;

/// <summary>
/// Which folders files may come from and go to: any, or these and what lies below them, perhaps none. Paths are text here, of Windows
/// (<c>C:\…</c>, small and capital letters are one) or Unix (<c>/…</c>); no link is followed, because nothing is opened.
/// </summary>
public sealed class Folders : IEquatable<Folders>
{
    /// <summary>Characters of one folder: a file's name still fits behind it.</summary>
    public const int MaxLength = 200;

    private readonly ImmutableArray<string>? _folders;

    private Folders(ImmutableArray<string>? folders) => _folders = folders;

    /// <summary>Every folder.</summary>
    public static Folders Any { get; } = new(null);

    /// <summary>True when nothing is limited.</summary>
    public bool IsAny => _folders is null;

    /// <summary>True when no folder at all is left.</summary>
    public bool IsNone => _folders is { IsEmpty: true };

    /// <summary>The folders, ascending; empty when there is no limit.</summary>
    public ImmutableArray<string> Paths => _folders ?? [];

    /// <summary>Exactly these, and what lies below them.</summary>
    /// <exception cref="ArgumentException">One of them isn't an absolute path of a folder.</exception>
    public static Folders Of(params IEnumerable<string> folders)
    {
        var paths = folders.Select(Canonical).Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal).ToImmutableArray();
        return paths.All(IsFolder) ? new Folders(paths) : throw new ArgumentException("A folder is an absolute path without “.” and “..”.", nameof(folders));
    }

    /// <summary>True for an absolute path of a folder, written in the one way that is used here: <c>/data/in</c>, <c>C:\Data\In</c>.</summary>
    public static bool IsFolder(string path) => path.Length <= MaxLength && IsPlain(path) && Canonical(path) == path;

    /// <summary>The same path with one kind of separator, a capital drive letter and none at its end. Not a check.</summary>
    public static string Canonical(string path)
    {
        var whole = HasDrive(path) ? char.ToUpperInvariant(path[0]) + path[1..].Replace('/', '\\') : path;
        return whole.Length > RootLength(whole) && whole[^1] is '/' or '\\' ? whole[..^1] : whole;
    }

    /// <summary>True for a path that begins at a root, whatever else it is.</summary>
    public static bool IsAbsolute(string path) => path.StartsWith('/') || path.StartsWith('\\') || HasDrive(path);

    /// <summary>Whether a file at this absolute path lies in one of the folders or below.</summary>
    public bool Contains(string path) => _folders is not { } folders || folders.Any(folder => LiesIn(folder, path));

    /// <summary>What both allow.</summary>
    public Folders And(Folders other) => (_folders, other._folders) switch
    {
        (null, _) => other,
        (_, null) => this,
        var (mine, theirs) => Of(
            mine.Value.Where(m => theirs.Value.Any(t => m == t || LiesIn(t, m)))
                .Concat(theirs.Value.Where(t => mine.Value.Any(m => LiesIn(m, t))))),
    };

    /// <inheritdoc/>
    public bool Equals(Folders? other) => other is not null && IsAny == other.IsAny && Paths.SequenceEqual(other.Paths);

    /// <inheritdoc/>
    public override bool Equals(object? obj) => Equals(obj as Folders);

    /// <inheritdoc/>
    public override int GetHashCode() => HashCode.Combine(IsAny, Paths.Length);

    /// <inheritdoc/>
    public override string ToString() => IsAny ? "any" : IsNone ? "none" : string.Join(", ", Paths);

    private static bool LiesIn(string folder, string path) =>
        IsPlain(path) && HasDrive(folder) == HasDrive(path)
        && (HasDrive(folder)
            ? Canonical(path).StartsWith(folder + "\\", StringComparison.OrdinalIgnoreCase)
            : path.StartsWith(folder + "/", StringComparison.Ordinal));

    /// <summary>Absolute, with at least one part, and no part that leads elsewhere or that Windows would read as another one.</summary>
    private static bool IsPlain(string path)
    {
        if (!HasDrive(path) && (!path.StartsWith('/') || path.Contains('\\', StringComparison.Ordinal)))
        {
            return false;
        }

        var parts = Canonical(path)[RootLength(path)..].Split('/', '\\');
        return parts.All(part => part.Length > 0 && part is not "." and not ".." && part[^1] is not ('.' or ' ') && !part.Any(char.IsControl));
    }

    private static int RootLength(string path) => HasDrive(path) ? 3 : 1;

    private static bool HasDrive(string path) => path.Length > 2 && char.IsAsciiLetter(path[0]) && path[1] == ':' && path[2] is '/' or '\\';
}
