using System.Text;
using CsCheck;
using Orchestrator.Audit.Receipts;
using Orchestrator.Audit.Records;
using Orchestrator.Domain;
using Orchestrator.Trust.Primitives;

namespace Orchestrator.Audit.Tests.Receipts;

[Trait("Requirement", "R-AUTHZ-6")]
public sealed class ReceiptCodecTests
{
    private static readonly ConsentReceipt[] Samples =
    [
        ReceiptStory.Sample,
        ReceiptStory.Sample with { File = null, Path = null, Replaces = false, Capability = Capability.ViewScreen, Renews = new GrantId(3), AskSha256 = "", Answer = "refused", Policy = "" },
        ReceiptStory.Sample with { File = new FileOffer("", -1, ""), Path = null, Replaces = false, Capability = Capability.FetchFile, Answer = "file-not-allowed", Operator = new ReceiptOperator("", "root") },
    ];

    [Fact]
    public void A_receipt_reads_back_as_what_was_written_and_says_that_it_is_no_signature()
    {
        foreach (var receipt in Samples)
        {
            var line = ConsentReceiptCodec.Write(receipt);
            Assert.True(ConsentReceiptCodec.TryRead(line, out var read));
            Assert.Equal(receipt, read);
            Assert.DoesNotContain('\n', line);
            Assert.EndsWith("\"statement\":\"This records a decision of the operator. It is not an electronic signature.\"}", line, StringComparison.Ordinal);
        }
    }

    [Fact]
    [Trait("Requirement", "R-AUD-9")]
    public void The_frozen_receipts_are_written_byte_for_byte_and_their_signatures_verify()
    {
        var key = RsaPublic.Import(Convert.FromBase64String(TestLog.Text("run-key.spki")));
        var lines = TestLog.Text("receipts.jsonl").Split('\n');
        var signatures = TestLog.Text("receipts.signatures").Split('\n');
        Assert.Equal(Samples.Select(ConsentReceiptCodec.Write), lines);
        foreach (var (line, signature) in lines.Zip(signatures, (l, s) => (l, s)))
            Assert.True(key.Verify("receipt", Encoding.UTF8.GetBytes(line), Convert.FromBase64String(signature)));
    }

    [Fact]
    public void Whatever_isnt_written_exactly_so_is_no_receipt()
    {
        var line = ConsentReceiptCodec.Write(ReceiptStory.Sample);
        foreach (var other in new[]
        {
            "", "{}", "[]", "null", line + " ", " " + line, line[..^1], line.Replace("\"v\":1", "\"v\":2", StringComparison.Ordinal),
            line.Replace("It is not an electronic signature.", "It is an electronic signature.", StringComparison.Ordinal),
            line.Replace("\"minutes\":5", "\"minutes\":5.0", StringComparison.Ordinal), line.Replace("\"sas\":\"matched\",", "", StringComparison.Ordinal),
            line.Replace("{\"v\":1,", "{\"v\":1,\"extra\":1,", StringComparison.Ordinal), line.Replace("\"minutes\":5", "\"minutes\":5,\"minutes\":5", StringComparison.Ordinal),
        })
        {
            Assert.False(ConsentReceiptCodec.TryRead(other, out _), other);
        }
    }

    [Fact]
    public void A_receipt_that_wouldnt_fit_whole_isnt_made()
    {
        var fits = ReceiptStory.Sample with { Text = new string('\u0001', 5000) };
        Assert.True(ConsentReceiptCodec.Write(fits).Length < ErasableTexts.EvidenceCharacters);

        var failure = Assert.Throws<RecordException>(() => ConsentReceiptCodec.Write(ReceiptStory.Sample with { Text = new string('\u0001', 6000) }));
        Assert.Equal(RecordFailure.BadSize, failure.Failure);
    }

    [Fact]
    public void A_text_that_cant_be_kept_exactly_gives_no_receipt()
    {
        var failure = Assert.Throws<RecordException>(() => ConsentReceiptCodec.Write(ReceiptStory.Sample with { Text = "half a pair \ud800" }));
        Assert.Equal(RecordFailure.NotCanonical, failure.Failure);
    }

    /// <summary>The longest that the limits of certificates, asks and file names let through, in the characters that need the most room.</summary>
    [Fact]
    public void The_longest_receipt_that_can_come_about_fits()
    {
        var name = string.Concat(Enumerable.Repeat("\U0001F600", 64));
        var path = string.Concat(Enumerable.Repeat("\U0001F600", 125));
        var reason = string.Concat(Enumerable.Repeat("\U0001F600", SessionLimits.ReasonCharacters / 2));
        var line = ConsentReceiptCodec.Write(ReceiptStory.Sample with
        {
            File = new FileOffer(path, long.MaxValue, new string('f', 64)),
            Path = path + path,
            Text = $"{name} ({name}, {name}) asks to put the file “{path}” here.\nWhy: {reason}\n{new string('x', 200)}",
            Technician = new ReceiptTechnician(name, name, name, new string('f', 64)),
            Operator = new ReceiptOperator(path[..100], name),
        });
        Assert.True(line.Length < ErasableTexts.EvidenceCharacters, $"{line.Length}");
    }

    [Fact]
    public void Any_proper_text_comes_back() => Gen.String.Where(text => Encoding.UTF8.GetString(Encoding.UTF8.GetBytes(text)) == text).Sample(text =>
    {
        var receipt = ReceiptStory.Sample with { Text = text, Operator = new ReceiptOperator(text, text) };
        Assert.True(ConsentReceiptCodec.TryRead(ConsentReceiptCodec.Write(receipt), out var read));
        Assert.Equal(receipt, read);
    });
}
