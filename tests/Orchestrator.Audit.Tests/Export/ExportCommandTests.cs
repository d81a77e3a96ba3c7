using System.Security.Cryptography;
using System.Text;
using Orchestrator.Audit.Bundles;
using Orchestrator.Audit.Export;
using Orchestrator.Audit.Tests.Bundles;
using Orchestrator.TestSupport;
using Orchestrator.TestSupport.Evidence;

namespace Orchestrator.Audit.Tests.Export;

public sealed class ExportCommandTests
{
    [Fact]
    [Trait("Requirement", "R-AUD-11")]
    public async Task A_log_is_exported_with_what_its_verification_found()
    {
        using var log = new TestLog();
        await log.FillAsync(3, 7);
        await File.WriteAllTextAsync(log.Folder.Key, log.Signer.Key + "\n");
        var to = Path.Combine(log.Root, "paper");
        Assert.Equal((0, ""), Run(log.Folder.Path, "--key", log.Signer.Key.ToString(), "--out", to));
        Assert.Contains("7 of 7: complete", await File.ReadAllTextAsync(Path.Combine(to, "log.html")), StringComparison.Ordinal);
        Assert.Equal(await File.ReadAllBytesAsync(log.Folder.Records), await File.ReadAllBytesAsync(Path.Combine(to, "log-records.jsonl")));

        var text = await File.ReadAllTextAsync(log.Folder.Records);
        await File.WriteAllTextAsync(log.Folder.Records, text.Replace("Thing 2.", "Thing 9.", StringComparison.Ordinal));
        var again = Path.Combine(log.Root, "again");
        Assert.Equal(1, Run(log.Folder.Path, "--key", log.Signer.Key.ToString(), "--out", again).Code);
        Assert.Contains("NOT VERIFIED", await File.ReadAllTextAsync(Path.Combine(again, "log.html")), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData]
    [InlineData("--out", "x")]
    [InlineData("LOG", "--key", "nonsense", "--out", "x")]
    [InlineData("LOG", "--key", "KEY")]
    [InlineData("LOG", "--key", "KEY", "--out", "LOG")]
    [InlineData("LOG", "--key", "KEY", "--json", "--out", "x")]
    public async Task What_cant_be_exported_is_named(params string[] args)
    {
        using var log = new TestLog();
        await log.FillAsync(1);
        var (code, error) = Run([.. args.Select(a => a == "LOG" ? log.Folder.Path : a == "KEY" ? log.Signer.Key.ToString() : a)]);
        Assert.Equal(2, code);
        Assert.StartsWith("orchestrator-verify: ", error, StringComparison.Ordinal);
    }

    [Fact]
    [Trait("Requirement", "R-AUD-11")]
    public void A_bundle_is_exported_with_every_value_of_every_record_of_both_logs_and_every_text()
    {
        using var log = new TestLog();
        var bundle = SmallBundle.Bundle;
        var to = Path.Combine(log.Root, "paper");

        var (code, text, error) = AuditorsProgram.Run("export", Bundle(log, BundleWriter.Write(bundle)), "--trust", TestKeys.Root.Fingerprint.Hex, "--witness", SmallBundle.Witness.Key.ToString(), "--out", to);

        Assert.Equal((0, ""), (code, error));
        Assert.Contains($"{bundle.Instrument.Records.Length} records: verified", text, StringComparison.Ordinal);
        var page = File.ReadAllText(Path.Combine(to, $"session-{bundle.Session}.html"));
        ReadOnlyMemory<byte>[] lines = [.. bundle.Instrument.Records, .. bundle.Broker.Records.Select(one => one.Record)];
        Assert.Equal(lines.Select(Flat), ReadPage.Records(page).Select(values => values.OrderBy(v => v.Key, StringComparer.Ordinal).Select(v => (v.Key, v.Value)).ToArray()));
        Assert.Equal(bundle.Instrument.Texts.Select(one => Encoding.UTF8.GetString(one.Text.Span)).ToHashSet(), ReadPage.Texts(page).ToHashSet());
        Assert.Contains($"{bundle.Instrument.Records.Length} of {bundle.Instrument.Records.Length}: complete", page, StringComparison.Ordinal);
        Assert.Contains(TestKeys.Root.Fingerprint.Hex, page, StringComparison.Ordinal);
        Assert.Contains("The auditor&#39;s witness", page, StringComparison.Ordinal);
        Assert.DoesNotContain("NOT VERIFIED", page, StringComparison.Ordinal);
    }

    [Fact]
    [Trait("Requirement", "R-AUD-11")]
    public void Beside_the_page_of_a_bundle_lie_the_exact_lines_and_their_hashes()
    {
        using var log = new TestLog();
        var bundle = SmallBundle.Bundle;
        var to = Path.Combine(log.Root, "paper");

        Assert.Equal(0, AuditorsProgram.Run("export", Bundle(log, BundleWriter.Write(bundle)), "--trust", TestKeys.Root.Fingerprint.Hex, "--out", to).Code);

        Assert.Equal(Lines(bundle.Instrument.Records), File.ReadAllBytes(Path.Combine(to, $"session-{bundle.Session}-instrument.jsonl")));
        Assert.Equal(Lines(bundle.Broker.Records.Select(one => one.Record)), File.ReadAllBytes(Path.Combine(to, $"session-{bundle.Session}-broker.jsonl")));
        var sums = File.ReadAllLines(Path.Combine(to, "SHA256SUMS"));
        Assert.Equal(3, sums.Length);
        Assert.All(sums, sum => Assert.Equal(sum[..64], Convert.ToHexStringLower(SHA256.HashData(File.ReadAllBytes(Path.Combine(to, sum[66..]))))));
    }

    [Fact]
    [Trait("Requirement", "R-AUD-8")]
    public void What_a_bundle_doesnt_prove_stands_on_its_page()
    {
        using var log = new TestLog();
        var page = Page(log, new BundleMaker { WithTexts = false }.Write());

        Assert.Contains("that the vendor didn&#39;t invent this session", page, StringComparison.Ordinal);
        Assert.Contains("texts (names, reasons, receipts) aren&#39;t in the bundle", page, StringComparison.Ordinal);
        Assert.Contains("<span class=\"gone\">not in this copy</span>", page, StringComparison.Ordinal);
        Assert.Empty(ReadPage.Texts(page));
    }

    [Fact]
    [Trait("Requirement", "R-AUD-12")]
    public void Two_logs_that_differ_are_both_shown_and_the_difference_is_named()
    {
        using var log = new TestLog();
        var page = Page(log, BundleWriter.Write(SmallBundle.Bundle));

        // The broker of a made session counts no channel.
        Assert.Contains("the broker forwarded none", page, StringComparison.Ordinal);
    }

    [Fact]
    [Trait("Requirement", "R-AUD-5")]
    public void Nothing_of_a_bundle_that_isnt_proven_is_written()
    {
        using var log = new TestLog();
        var to = Path.Combine(log.Root, "paper");
        var file = BundleWriter.Write(SmallBundle.Bundle);
        var changed = (byte[])file.Clone();
        changed[file.Length / 2] ^= 1;
        foreach (var (bytes, root) in new[] { (changed, TestKeys.Root), (file, TestKeys.OtherRoot) })
        {
            var (code, text, _) = AuditorsProgram.Run("export", Bundle(log, bytes), "--trust", root.Fingerprint.Hex, "--out", to);

            Assert.Equal(1, code);
            Assert.StartsWith("NOT PROVEN", text, StringComparison.Ordinal);
            Assert.EndsWith("Nothing was written.\n", text, StringComparison.Ordinal);
            Assert.False(Path.Exists(to));
        }
    }

    private static string Page(TestLog log, byte[] bundle)
    {
        var to = Path.Combine(log.Root, "paper");
        Assert.Equal(0, AuditorsProgram.Run("export", Bundle(log, bundle), "--trust", TestKeys.Root.Fingerprint.Hex, "--out", to).Code);
        return File.ReadAllText(Assert.Single(Directory.GetFiles(to, "*.html")));
    }

    private static string Bundle(TestLog log, byte[] bundle)
    {
        var path = Path.Combine(log.Root, "session.evidence");
        File.WriteAllBytes(path, bundle);
        return path;
    }

    private static (string Path, string Value)[] Flat(ReadOnlyMemory<byte> line) => [.. RecordValues.Of(line)!.All.OrderBy(v => v.Path, StringComparer.Ordinal)];

    private static byte[] Lines(IEnumerable<ReadOnlyMemory<byte>> lines) => [.. lines.SelectMany(line => (byte[])[.. line.Span, (byte)'\n'])];

    private static (int Code, string Error) Run(params string[] args)
    {
        var (code, _, error) = AuditorsProgram.Run(["export", .. args]);
        return (code, error);
    }
}
