using System.Collections.Concurrent;
using System.Collections.Immutable;
using System.Security.Cryptography;
using Orchestrator.Domain;
using Orchestrator.QuickSupport.Platform;
using Orchestrator.SiteFiles;

namespace Orchestrator.QuickSupport.Files;

/// <summary>
/// The folders in which files may come and go, and nothing outside them: names are checked, paths are canonical, links are never followed.
/// A face asks here before it shows a prompt; the pumps ask again before they touch anything.
/// </summary>
public sealed class OperatorFiles
{
    private const int HashBuffer = 128 << 10;

    private readonly ImmutableArray<string> _folders;
    private readonly FileLimits _limits;
    private readonly ConcurrentDictionary<string, bool> _mayReplace;
    private readonly string? _evidence;

    /// <summary>Takes the folders, the first of which is where plain names go. Folders that aren't there are made when they are first needed.</summary>
    /// <param name="folders">The allowed folders.</param>
    /// <param name="maxBytes">Largest file.</param>
    /// <param name="evidence">Folder of the evidence logs: no file comes or goes there, and what a killed run left behind is noted there. Null: there is none.</param>
    public OperatorFiles(IEnumerable<string> folders, long maxBytes, string? evidence = null)
    {
        _evidence = evidence is null ? null : Path.TrimEndingDirectorySeparator(Path.GetFullPath(evidence));
        Leftovers = new LeftoverFiles(_evidence is null ? null : Path.Combine(_evidence, "unfinished"));
        _folders = [.. folders.Select(folder => Path.TrimEndingDirectorySeparator(Path.GetFullPath(folder))).Distinct(StringComparer.Ordinal)];
        if (_folders.IsEmpty)
            throw new ArgumentException("At least one folder is needed.", nameof(folders));
        _limits = FileLimits.Any with { MaxBytes = maxBytes };
        _mayReplace = new(StringComparer.Ordinal);
    }

    private OperatorFiles(OperatorFiles all, FileLimits limits)
    {
        _folders = all._folders;
        _limits = all._limits.Tighten(limits);
        _mayReplace = all._mayReplace;
        _evidence = all._evidence;
        Leftovers = all.Leftovers;
    }

    /// <summary>The allowed folders, the one for plain names first.</summary>
    public ImmutableArray<string> Folders => _folders;

    /// <summary>Largest file that may come or go.</summary>
    public long MaxBytes => _limits.MaxBytes;

    /// <summary>The same folders, within what a session's policy allows too: a file lies in one of these folders and in one of the policy's.</summary>
    public OperatorFiles Within(FileLimits limits)
    {
        ArgumentNullException.ThrowIfNull(limits);
        return new OperatorFiles(this, limits);
    }

    /// <summary>Temporary files that aren't whole yet.</summary>
    internal LeftoverFiles Leftovers { get; }

    /// <summary>Deletes temporary files that a killed run left behind.</summary>
    public void CleanUp() => Leftovers.Clean(FolderOf);

    /// <summary>Where a file that the technician offers would be saved.</summary>
    public FilePlan PlanReceive(FileOffer offer)
    {
        ArgumentNullException.ThrowIfNull(offer);
        if (offer.Size > MaxBytes)
            return FilePlan.No($"The file is larger than this computer takes ({MaxBytes / (1 << 20)} MiB).");
        var plan = Resolve(offer.Name);
        if (!plan.IsPossible)
            return plan;
        var there = new FileInfo(plan.Path);
        if (Directory.Exists(plan.Path))
            return FilePlan.No($"“{plan.Path}” is a folder. Ask the technician for another name.");
        return there.Exists || there.LinkTarget is not null
            ? IsPlainFile(there) ? FilePlan.At(plan.Path, replaces: true) : FilePlan.No($"“{plan.Path}” isn't a plain file. Ask the technician for another name.")
            : plan;
    }

    /// <summary>The operator said yes to this plan: the file at its path is replaced where the plan says so. Without this nothing is ever overwritten.</summary>
    public void AgreeToReplace(FilePlan plan)
    {
        ArgumentNullException.ThrowIfNull(plan);
        if (plan is { IsPossible: true, Replaces: true })
            _mayReplace[plan.Path] = true;
        else
            _mayReplace.TryRemove(plan.Path, out _);
    }

    /// <summary>The file that is meant by a path that technician or operator named.</summary>
    public FilePlan PlanFetch(string path)
    {
        var plan = Resolve(path);
        if (!plan.IsPossible)
            return plan;
        var there = new FileInfo(plan.Path);
        if (!there.Exists && there.LinkTarget is null)
            return FilePlan.No($"There is no file “{plan.Path}”. Check the name, or copy the file into {_folders[0]}.");
        if (!IsPlainFile(there))
            return FilePlan.No($"“{plan.Path}” isn't a plain file. Copy what is meant into {_folders[0]}.");
        if (!OperatingSystem.IsWindows() && UnixFiles.KindOf(plan.Path) == UnixFileKind.ManyNames)
            return FilePlan.No($"“{plan.Path}” has a second name somewhere else (a hard link), so it may belong elsewhere. Copy it into {_folders[0]} under another name.");
        return there.Length > MaxBytes ? FilePlan.No($"“{plan.Path}” is larger than this session allows ({MaxBytes / (1 << 20)} MiB).") : plan;
    }

    /// <summary>Files that lie in the allowed folders themselves, newest first, for the operator to choose from.</summary>
    public IReadOnlyList<string> Offerable(int atMost) =>
        [.. _folders.Where(Directory.Exists)
            .SelectMany(Listed)
            .Where(file => !file.Name.StartsWith('.') && PlanFetch(file.FullName).IsPossible)
            .OrderByDescending(file => file.LastWriteTimeUtc)
            .Take(atMost)
            .Select(file => file.FullName)];

    /// <summary>Size and SHA-256 of a file that the operator hands over, as it is now; what is sent later must still begin with this.</summary>
    /// <exception cref="IOException">It can't be read.</exception>
    public async Task<FileOffer> DescribeAsync(FilePlan plan, string askedName, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(plan);
        await using var stream = OpenForReading(plan.Path);
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        var buffer = new byte[HashBuffer];
        var size = stream.Length;
        if (size > MaxBytes)
            throw new IOException($"“{plan.Path}” grew larger than this session allows.");
        for (var left = size; left > 0;)
        {
            var read = await stream.ReadAsync(buffer.AsMemory(0, (int)Math.Min(left, buffer.Length)), cancellationToken).ConfigureAwait(false);
            if (read == 0)
                throw new IOException($"“{plan.Path}” became shorter while it was read. Try again.");
            hash.AppendData(buffer, 0, read);
            left -= read;
        }

        var name = string.IsNullOrEmpty(askedName) ? Path.GetFileName(plan.Path) : askedName;
        return new FileOffer(name, size, Convert.ToHexStringLower(hash.GetHashAndReset()));
    }

    /// <summary>Opens a file of a plan, which its own program may go on writing; refuses what became a link since.</summary>
    internal Stream OpenForReading(string path)
    {
        if (PlanFetch(path) is { Refusal: { } refusal })
            throw new IOException(refusal);
        using var folder = Hold(path);
        return folder.OpenRead(Path.GetFileName(path));
    }

    /// <summary>Holds the folder of a plan's path.</summary>
    /// <exception cref="IOException">It lies outside, isn't there, or has a link in it.</exception>
    internal IPinnedFolder Hold(string path) => FolderOf(path) is { } allowed
        ? PinnedFolders.Open(allowed, Path.GetDirectoryName(path)!)
        : throw new IOException($"“{path}” lies outside the allowed folders.");

    /// <summary>True once for a path whose replacement the operator agreed to.</summary>
    internal bool TakeAgreement(string path) => _mayReplace.TryRemove(path, out _);

    /// <summary>Where plain names go: the first own folder that the policy allows, or the policy's folder in one of the own.</summary>
    private string PlainFolder =>
        _folders.FirstOrDefault(own => _limits.Folders.Contains(Path.Combine(own, "x")))
        ?? _limits.Folders.Paths.FirstOrDefault(folder => _folders.Any(own => IsIn(own, folder)))
        ?? _folders[0];

    private FilePlan Resolve(string name)
    {
        if (FileNames.Flaw(name) is { } flaw)
            return FilePlan.No($"The file's name can't be used: {flaw}. Ask for another name.");
        var path = Path.GetFullPath(Path.IsPathRooted(name) ? name : Path.Combine(PlainFolder, name));
        var folder = FolderOf(path);
        if (_evidence is not null && (path == _evidence || IsIn(_evidence, path)))
            return FilePlan.No($"“{path}” lies where the evidence is kept; no file comes or goes there.");
        if (folder is null)
            return FilePlan.No($"“{path}” lies outside the folders that are allowed for files here: {string.Join(", ", _folders)}. Use one of these; the site file can name more.");
        if (!_limits.Folders.Contains(path))
            return FilePlan.No($"“{path}” lies outside the folders that the vendor's policy allows for this: {_limits.Folders}. Ask the technician for another place.");
        if (!_limits.Types.Allows(path))
            return FilePlan.No($"“{path}” isn't of a type that the vendor's policy allows for this: {_limits.Types}. Ask the technician for another file.");
        if (!TryMake(_folders[0]))
            return FilePlan.No($"The folder {_folders[0]} can't be made. Check that you may write there.");
        return LinkOrGap(folder, Path.GetDirectoryName(path)!) is { } why ? FilePlan.No(why) : FilePlan.At(path);
    }

    private string? FolderOf(string path) => _folders.FirstOrDefault(one => IsIn(one, path));

    private static bool IsIn(string folder, string path) => path.StartsWith(folder + Path.DirectorySeparatorChar, StringComparison.Ordinal);

    /// <summary>Below the allowed folder every part must be a real folder: a link could lead anywhere.</summary>
    private static string? LinkOrGap(string folder, string parent)
    {
        for (var part = parent; part.Length >= folder.Length; part = Path.GetDirectoryName(part) ?? "")
        {
            var there = new DirectoryInfo(part);
            if (!there.Exists)
                return $"There is no folder “{part}”. Make it first, or use another name.";
            if (part.Length > folder.Length && (there.LinkTarget is not null || there.Attributes.HasFlag(FileAttributes.ReparsePoint)))
                return $"“{part}” is a link, and links aren't followed here. Use the real folder.";
        }

        return null;
    }

    private static bool IsPlainFile(FileInfo file) =>
        file.Exists && file.LinkTarget is null && !file.Attributes.HasFlag(FileAttributes.ReparsePoint)
        && (OperatingSystem.IsWindows() || UnixFiles.KindOf(file.FullName) != UnixFileKind.Other);

    private static IEnumerable<FileInfo> Listed(string folder)
    {
        try
        {
            return [.. new DirectoryInfo(folder).EnumerateFiles()];
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return [];
        }
    }

    private static bool TryMake(string folder)
    {
        try
        {
            Directory.CreateDirectory(folder);
            return true;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return false;
        }
    }
}
