using System.Buffers;
using System.Globalization;
using System.Security.Cryptography;
using System.Text.Json;
using Microsoft.Win32.SafeHandles;
using Orchestrator.Audit.Log;
using Orchestrator.Audit.Records;
using Orchestrator.Audit.Runs;
using Orchestrator.QuickSupport.Platform;
using Orchestrator.SiteFiles;
using Orchestrator.Trust.Primitives;

namespace Orchestrator.QuickSupport.Journal;

/// <summary>Who works at this computer, and whose a file is, as the operating system says.</summary>
public interface IOsPeople
{
    /// <summary>The account whose rights count.</summary>
    uint Current { get; }

    /// <summary>Its name.</summary>
    string CurrentName { get; }

    /// <summary>Owner of an open file that is a plain one with one name; null when that can't be said.</summary>
    uint? OwnerOf(SafeFileHandle file);
}

/// <summary>An erasure that somebody wants.</summary>
/// <param name="Number">Of the request in this run's folder.</param>
/// <param name="Digest">SHA-256 of the request, lower-case hex: who approves says it, so that nothing else is put in its place.</param>
/// <param name="Account">Who asked, as he is called; the number of his account is the owner of the file.</param>
/// <param name="Reason">In his words.</param>
/// <param name="Commitments">What is to be erased.</param>
public sealed record ErasureRequest(int Number, string Digest, string Account, string Reason, IReadOnlyList<string> Commitments);

/// <summary>
/// Erases a person's words beside a run's log in two steps by two accounts of the operating system: one leaves a request, which is his because the file is;
/// another approves exactly that request. Records stay as they are. Decision and limits: docs/adr/0019.
/// </summary>
public sealed class TextErasure(IOsPeople people, TimeProvider time, IRandomSource random)
{
    private const int MaxBytes = 1 << 20;
    private const uint Superuser = 0;

    /// <summary>The first person asks.</summary>
    /// <exception cref="ErasureException">Nothing to erase, or not by this account.</exception>
    public ErasureRequest Request(string path, IReadOnlyList<string> commitments, string reason)
    {
        var folder = Folder(path);
        RequireNotSuperuser();
        if (string.IsNullOrWhiteSpace(reason))
            throw new ErasureException("An erasure needs a reason: why may this no longer be read?");
        var texts = ErasableTexts.Open(folder, random);
        if (commitments.Count == 0 || commitments.Any(c => texts.Find(c) is null))
            throw new ErasureException("Each text to erase is named by its commitment, and must still be there. List them with `quicksupport audit texts`.");
        var content = Write(people.CurrentName, Clip(reason.Trim(), ErasableTexts.TextCharacters), [.. commitments.Distinct(StringComparer.Ordinal)]);
        for (var number = 1; ; number++)
        {
            try
            {
                using var stream = new FileStream(PathOf(folder, number), FileMode.CreateNew, FileAccess.Write, FileShare.None, 0);
                stream.Write(content);
                stream.Flush(flushToDisk: true);
                return Parse(number, content)!;
            }
            catch (IOException) when (File.Exists(PathOf(folder, number)))
            {
            }
        }
    }

    /// <summary>What a request wants, and who may not approve it.</summary>
    /// <exception cref="ErasureException">There is none.</exception>
    public ErasureRequest Show(string path, int number) => Open(Folder(path), number).Request;

    /// <summary>The second person approves, and it is done.</summary>
    /// <returns>Texts that were erased.</returns>
    /// <exception cref="ErasureException">The same account, a superuser, another request, or a run that is going on.</exception>
    public int Approve(string path, int number, string digest)
    {
        var folder = Folder(path);
        RequireNotSuperuser();
        var (request, owner) = Open(folder, number);
        if (owner == Superuser)
            throw new ErasureException("The request belongs to the superuser, who can be anybody. Somebody must ask under his own account.");
        if (owner == people.Current)
            throw new ErasureException("Who asked can't approve. A second person must do it under another account of this computer.");
        if (!string.Equals(digest, request.Digest, StringComparison.OrdinalIgnoreCase))
            throw new ErasureException("The request isn't the one that was shown. Look at it again.");
        var erasure = new Erasure(time.GetUtcNow(), Spoken(request.Account, owner), Spoken(people.CurrentName, people.Current), request.Reason, request.Commitments);
        try
        {
            return ErasureLog.Erase(folder, erasure, random);
        }
        catch (EvidenceLogException e)
        {
            throw new ErasureException(e.Message);
        }
    }

    /// <summary>A stranger's text as it may stand on a terminal.</summary>
    public static string Shown(string text) => Face.Screen.ShownText.Of(text);

    /// <summary>The texts that are still there, with the records that name them.</summary>
    public static IEnumerable<(string Commitment, long Sequence, string Event, string Text)> Texts(string path, IRandomSource random)
    {
        var folder = Folder(path);
        var texts = ErasableTexts.Open(folder, random);
        var run = EarlierRun.Open(folder.Path) ?? throw new ErasureException("That isn't the folder of a run's log.");
        foreach (var line in run.Read(0))
        {
            if (RecordReader.Read(line.Span, out var record) != RecordFailure.None)
                continue;
            foreach (var commitment in TextCommitment.In(line))
            {
                if (texts.Find(commitment) is { } text)
                    yield return (commitment, record!.Sequence, record.Body.Event, text);
            }
        }
    }

    private (ErasureRequest Request, uint Owner) Open(LogFolder folder, int number)
    {
        try
        {
            // Owner and content of one and the same open file.
            using var file = File.OpenHandle(PathOf(folder, number));
            var length = RandomAccess.GetLength(file);
            if (length > MaxBytes || people.OwnerOf(file) is not { } owner)
                throw new ErasureException("The request isn't a plain file, so nobody can say whose it is.");
            var content = new byte[length];
            return RandomAccess.Read(file, content, 0) == length && Parse(number, content) is { } request
                ? (request, owner)
                : throw new ErasureException("The request can't be read. Ask again.");
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new ErasureException($"There is no request {number.ToString(CultureInfo.InvariantCulture)} in {folder.Path} that this account may read.");
        }
    }

    private void RequireNotSuperuser()
    {
        if (people.Current == Superuser)
            throw new ErasureException("The superuser can be anybody, so he counts for nobody here. Do it under a person's own account.");
    }

    private static string Clip(string text, int characters) => text.Length <= characters ? text : text[..characters];

    private static LogFolder Folder(string path) => Directory.Exists(path) ? new LogFolder(path) : throw new ErasureException($"There is no folder {path}.");

    private static string PathOf(LogFolder folder, int number) => Path.Combine(folder.Path, string.Create(CultureInfo.InvariantCulture, $"erasure-request-{number}.json"));

    private static string Spoken(string name, uint number) => string.Create(CultureInfo.InvariantCulture, $"{name} (account {number})");

    private static byte[] Write(string account, string reason, IReadOnlyList<string> commitments)
    {
        var buffer = new ArrayBufferWriter<byte>();
        using (var json = new Utf8JsonWriter(buffer))
        {
            json.WriteStartObject();
            json.WriteNumber("v", 1);
            json.WriteString("account", account);
            json.WriteString("reason", reason);
            json.WriteStartArray("commitments");
            foreach (var commitment in commitments)
                json.WriteStringValue(commitment);
            json.WriteEndArray();
            json.WriteEndObject();
        }

        return buffer.WrittenSpan.ToArray();
    }

    private static ErasureRequest? Parse(int number, byte[] content)
    {
        try
        {
            using var json = JsonDocument.Parse(content);
            var root = json.RootElement;
            return root.GetProperty("v").GetInt32() != 1 ? null : new ErasureRequest(
                number,
                Convert.ToHexStringLower(SHA256.HashData(content)),
                Clip(root.GetProperty("account").GetString() ?? "", 64),
                Clip(root.GetProperty("reason").GetString() ?? "", ErasableTexts.TextCharacters),
                [.. root.GetProperty("commitments").EnumerateArray().Select(c => c.GetString() ?? "")]);
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException or KeyNotFoundException)
        {
            return null;
        }
    }
}

/// <summary>People of this computer; only Linux says whose a file is in a way that this program understands.</summary>
public sealed class OsPeople : IOsPeople
{
    /// <summary>Those of this computer.</summary>
    /// <exception cref="ErasureException">Not on Linux.</exception>
    public OsPeople()
    {
        if (!OperatingSystem.IsLinux())
            throw new ErasureException("Erasing with two accounts works on Linux only so far.");
    }

    /// <inheritdoc/>
    public uint Current => UnixFiles.EffectiveUser;

    /// <inheritdoc/>
    public string CurrentName => Environment.UserName;

    /// <inheritdoc/>
    public uint? OwnerOf(SafeFileHandle file) => UnixFiles.KindOf(file) == UnixFileKind.Plain ? UnixFiles.Owner(file) : null;
}

/// <summary>An erasure that isn't done; the sentence says why.</summary>
public sealed class ErasureException(string sentence) : Exception(sentence);
