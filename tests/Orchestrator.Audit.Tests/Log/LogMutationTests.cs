using System.Collections.Concurrent;
using System.Text;
using Orchestrator.Audit.Verification;

namespace Orchestrator.Audit.Tests.Log;

/// <summary>
/// Every byte of both small logs changed in turn, every record removed, repeated and swapped with every other: nothing is accepted, and each rejection names the place. What
/// holds for a bundle is in <see cref="Bundles.BundleMutationTests"/>.
/// </summary>
[Trait("Requirement", "R-AUD-5")]
public sealed class LogMutationTests
{
    public static TheoryData<string> Both => new() { "instrument", "broker" };

    [Theory]
    [MemberData(nameof(Both))]
    public void The_unchanged_logs_are_accepted(string whose)
    {
        using var copy = new LogCopy(Of(whose));
        Assert.Empty(copy.Verify());
    }

    [Theory]
    [MemberData(nameof(Both))]
    public void Every_byte_of_the_records_is_refused_at_its_record(string whose)
    {
        var log = Of(whose);
        RefuseEachByte(log, SmallLog.RecordsFile, (at, findings) => IsAt(log, findings, SmallLog.LineOf(log.Records, at)));
    }

    [Theory]
    [MemberData(nameof(Both))]
    public void Every_byte_of_the_checkpoints_is_refused_at_its_checkpoint(string whose)
    {
        var log = Of(whose);
        RefuseEachByte(log, SmallLog.CheckpointsFile, (at, findings) =>
        {
            var place = $"Checkpoint {1 + SmallLog.LineOf(log.Checkpoints, at, ending: 0)} of the file ";
            return findings.Any(f => f.Sentence.StartsWith(place, StringComparison.Ordinal) || f.Code == "torn-checkpoint");
        });
    }

    [Theory]
    [MemberData(nameof(Both))]
    public void Every_byte_of_the_key_file_is_refused_as_the_key_files(string whose) =>
        RefuseEachByte(Of(whose), SmallLog.KeyFile, (_, findings) => findings is [{ Code: "key-file" }]);

    [Fact]
    public void Every_byte_of_a_text_is_refused_at_its_line()
    {
        var log = SmallLog.Instrument;
        RefuseEachByte(log, SmallLog.TextsFile, (at, findings) =>
        {
            var place = $"Line {1 + SmallLog.LineOf(log.Texts, at)} of the texts ";
            return findings.Any(f => f.Code is "text-changed" or "torn-text" && f.Sentence.StartsWith(place, StringComparison.Ordinal));
        });
    }

    [Fact]
    [Trait("Requirement", "R-AUD-7")]
    public void Every_byte_of_the_checkpoints_that_the_instrument_kept_of_the_broker_is_refused_at_its_checkpoint()
    {
        var log = SmallLog.Broker;
        var file = log.Files[SmallLog.CheckpointsFile];
        using var copy = new LogCopy(log);
        Assert.Empty(copy.Verify(file));
        for (var at = 0; at < file.Length; at++)
        {
            var place = $"Checkpoint {1 + SmallLog.LineOf(log.Checkpoints, at, ending: 0)} of those ";
            Assert.Contains(copy.Verify(Changed(file, at)), f => f.Code == "bad-known-checkpoint" && f.Sentence.StartsWith(place, StringComparison.Ordinal));
        }
    }

    [Theory]
    [MemberData(nameof(Both))]
    [Trait("Requirement", "R-AUD-7")]
    public void Every_record_removed_or_repeated_and_any_two_swapped_are_refused_at_the_first_that_isnt_its_place(string whose)
    {
        var log = Of(whose);
        using var copy = new LogCopy(log);
        for (var i = 0; i < log.Records.Length; i++)
        {
            Refused([.. log.Records[..i], .. log.Records[(i + 1)..]], i, $"without {i}");
            Refused([.. log.Records[..i], log.Records[i], .. log.Records[i..]], i + 1, $"{i} twice");
            for (var j = i + 1; j < log.Records.Length; j++)
            {
                byte[][] swapped = [.. log.Records];
                (swapped[i], swapped[j]) = (swapped[j], swapped[i]);
                Refused(swapped, i, $"{i} and {j} swapped");
            }
        }

        void Refused(IEnumerable<byte[]> lines, int place, string how)
        {
            var findings = copy.VerifyWith(SmallLog.RecordsFile, SmallLog.Join(lines));
            Assert.True(findings.Any(f => f.Severity == FindingSeverity.Error && f.Sequence == place), $"{how}: {string.Join("; ", findings)}");
        }
    }

    [Theory]
    [MemberData(nameof(Both))]
    [Trait("Requirement", "R-AUD-7")]
    public void Every_record_removed_with_those_behind_it_renumbered_is_refused_by_what_was_signed(string whose)
    {
        var log = Of(whose);
        using var copy = new LogCopy(log);
        for (var i = 0; i < log.Records.Length; i++)
        {
            byte[][] rest = [.. log.Records[..i], .. log.Records[(i + 1)..].Select((line, n) => Numbered(line, i + n))];
            var findings = copy.VerifyWith(SmallLog.RecordsFile, SmallLog.Join(rest));
            Assert.True(
                i < log.Signed[0] ? IsAt(log, findings, i) : findings.Any(f => f.Code == "records-missing" && f.Sequence == rest.Length), $"{i}: {string.Join("; ", findings)}");
        }
    }

    private static SmallLog Of(string whose) => whose == "broker" ? SmallLog.Broker : SmallLog.Instrument;

    /// <summary>The record itself is named, or the stretch between two checkpoints in which it lies.</summary>
    private static bool IsAt(SmallLog log, IReadOnlyList<Finding> findings, int record)
    {
        var from = log.Signed.LastOrDefault(size => size <= record);
        return findings.Any(f => f.Sequence == record || (f.Code == "root-mismatch" && f.Sequence == from)) && findings.Count(f => f.Code == "root-mismatch") <= 1;
    }

    private static void RefuseEachByte(SmallLog log, string file, Func<int, IReadOnlyList<Finding>, bool> isPlaced)
    {
        var good = log.Files[file];
        var wrong = new ConcurrentBag<string>();
        Parallel.For(0, good.Length, () => new LogCopy(log, withTexts: file == SmallLog.TextsFile), (at, _, copy) =>
        {
            var findings = copy.VerifyWith(file, Changed(good, at));
            if (findings.Count == 0)
                wrong.Add($"{file}, byte {at}: accepted");
            else if (!isPlaced(at, findings))
                wrong.Add($"{file}, byte {at}: {string.Join("; ", findings)}");
            return copy;
        }, copy => copy.Dispose());
        Assert.Empty(wrong);
    }

    private static byte[] Changed(byte[] good, int at)
    {
        var changed = (byte[])good.Clone();
        changed[at] ^= (byte)(1 << (at % 7));
        return changed;
    }

    private static byte[] Numbered(byte[] line, int sequence)
    {
        var text = Encoding.UTF8.GetString(line);
        var from = text.IndexOf("\"seq\":", StringComparison.Ordinal) + "\"seq\":".Length;
        return Encoding.UTF8.GetBytes($"{text[..from]}{sequence}{text[text.IndexOf(',', from)..]}");
    }
}
