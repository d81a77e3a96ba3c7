using System.Text;
using Orchestrator.Audit.Checkpoints;
using Orchestrator.Audit.Witnessing;
using Orchestrator.Trust.Primitives;

namespace Orchestrator.Audit.Tests.Witnessing;

[Trait("Requirement", "R-AUD-9")]
public sealed class CosignatureTests
{
    private static readonly DateTimeOffset Noon = new(2026, 11, 27, 12, 0, 0, TimeSpan.Zero);

    [Fact]
    public void The_example_note_of_the_specification_verifies_under_its_key()
    {
        Assert.True(NoteKey.TryParse("example.com/foo+530d903a+AekyeRrm56hApGFkyQR4ZCbV54Id2LKaANYcrnKv3U2k", out var key));
        Assert.Equal(NoteFailure.None, SignedNote.Parse(TestLog.Vector("c2sp-note"), out var note));
        Assert.Equal(key.Id, note!.Signatures.Single().KeyId);
        Assert.True(key.PublicKey.Verify(Encoding.UTF8.GetBytes(note.Text), note.Signatures.Single().Signature.Span));
    }

    [Fact]
    public void The_example_cosignature_of_the_specification_has_its_time_and_its_message()
    {
        Assert.Equal(NoteFailure.None, SignedNote.Parse(TestLog.Vector("c2sp-cosigned"), out var note));
        var line = note!.Signatures[1];
        Assert.Equal("witness.example.com/w1", line.Name);
        Assert.Equal(8 + 64, line.Signature.Length);
        var time = System.Buffers.Binary.BinaryPrimitives.ReadInt64BigEndian(line.Signature.Span);
        Assert.Equal(1679315147, time);
        Assert.Equal(TestLog.Vector("c2sp-cosigned.message"), Cosignature.Message(note.Text, time));
        Assert.Equal(TestLog.Vector("c2sp-cosigned"), note.ToBytes());
    }

    [Fact]
    public void The_frozen_cosignature_is_made_byte_for_byte_and_verifies()
    {
        using var key = TestWitness.Key();
        var signer = new WitnessSigner(TestWitness.Name, key);
        Assert.Equal(TestLog.Text("witness-1.vkey"), signer.Key.ToString());
        Assert.Equal(NoteFailure.None, SignedNote.Parse(TestLog.Vector("checkpoint-1"), out var note));
        var cosigned = note!.With(signer.Sign(note.Text, Noon));
        Assert.Equal(TestLog.Text("cosigned-1"), Encoding.UTF8.GetString(cosigned.ToBytes()).TrimEnd('\n'));
        Assert.Equal(CosignatureVerdict.Good, Cosignature.Verify(cosigned, signer.Key, out var seconds));
        Assert.Equal(Noon.ToUnixTimeSeconds(), seconds);
        Assert.True(WitnessKey.TryParse(TestLog.Text("witness-1.vkey"), out var read));
        Assert.Equal(signer.Key.Id, read.Id);
    }

    [Fact]
    public void The_log_still_verifies_its_own_signature_in_a_cosigned_note()
    {
        Assert.True(NoteKey.TryParse(TestLog.Text("checkpoint-1.vkey"), out var key));
        Assert.Equal(NoteFailure.None, SignedCheckpoint.Verify(TestLog.Vector("cosigned-1"), key, out _));
    }

    [Fact]
    [Trait("Requirement", "R-AUD-5")]
    public void No_changed_bit_of_a_cosignature_verifies()
    {
        using var key = TestWitness.Key();
        var signer = new WitnessSigner(TestWitness.Name, key);
        const string text = "log.example\n1\nfvkvP/3Hk7xhEZyaH5jKM1bbHVfNB6yLb1hdKHUUzFc=\n";
        var line = signer.Sign(text, Noon);
        Assert.Equal(Noon.ToUnixTimeSeconds(), Cosignature.Verify(text, line, signer.Key));
        for (var i = 0; i < line.Signature.Length * 8; i++)
        {
            var bytes = line.Signature.ToArray();
            bytes[i / 8] ^= (byte)(1 << (i % 8));
            Assert.Null(Cosignature.Verify(text, line with { Signature = bytes }, signer.Key));
            Assert.Equal(CosignatureVerdict.Bad, Cosignature.Verify(new SignedNote(text, [line, line with { Signature = bytes }]), signer.Key, out _));
        }

        Assert.Null(Cosignature.Verify(text.Replace('1', '2'), line, signer.Key));
        Assert.Null(Cosignature.Verify(text, line with { Signature = line.Signature[..8] }, signer.Key));
        Assert.Null(Cosignature.Verify(text, line with { Signature = line.Signature[..71] }, signer.Key));
    }

    [Fact]
    public void A_witness_key_and_a_log_key_are_never_taken_for_each_other()
    {
        Assert.False(NoteKey.TryParse(TestLog.Text("witness-1.vkey"), out _));
        Assert.False(WitnessKey.TryParse(TestLog.Text("checkpoint-1.vkey"), out _));
        using var key = TestWitness.Key();
        Assert.NotEqual(new NoteKey(TestWitness.Name, key.Public).Id, new WitnessKey(TestWitness.Name, key.Public).Id);
    }

    [Fact]
    public void A_cosignature_by_another_witness_is_left_alone()
    {
        using var key = TestWitness.Key();
        using var other = TestWitness.Key(9);
        Assert.Equal(NoteFailure.None, SignedNote.Parse(TestLog.Vector("cosigned-1"), out var note));
        Assert.Equal(CosignatureVerdict.Absent, Cosignature.Verify(note!, new WitnessKey("elsewhere.example/w", key.Public), out _));
        Assert.Equal(CosignatureVerdict.Absent, Cosignature.Verify(note!, new WitnessKey(TestWitness.Name, other.Public), out _));
    }

    [Theory]
    [InlineData("")]
    [InlineData("\n")]
    [InlineData("no line\n")]
    [InlineData("\u2014 a.example AAAAAAAA")]
    [InlineData("\u2014 a.example AAAAAAAA\n\n")]
    [InlineData("\u2014 a.example AAAAAAB=\n")]
    [InlineData("\u2014  AAAAAAAA\n")]
    public void What_isnt_lines_of_signatures_isnt_an_answer(string body) => Assert.Null(Cosignature.ParseLines(body));

    [Fact]
    public void Lines_of_an_answer_are_read_as_they_were_written()
    {
        using var key = TestWitness.Key();
        var line = new WitnessSigner(TestWitness.Name, key).Sign("x\n", Noon);
        Assert.Equal(2, Cosignature.ParseLines(line.ToLine() + line.ToLine())!.Count);
    }

    [Fact]
    public void A_tag_belongs_to_one_log_under_one_secret()
    {
        using var log = TestWitness.Key(3);
        using var other = TestWitness.Key(4);
        var secret = Enumerable.Repeat((byte)5, WitnessTag.SecretBytes).ToArray();
        var tag = WitnessTag.Of(secret, "vendor.example/run/1", log.Public);
        Assert.Equal(WitnessTag.Bytes, tag.Length);
        Assert.True(WitnessTag.Verify(secret, tag, "vendor.example/run/1", log.Public));
        Assert.False(WitnessTag.Verify(secret, tag, "vendor.example/run/2", log.Public));
        Assert.False(WitnessTag.Verify(secret, tag, "vendor.example/run/1", other.Public));
        Assert.False(WitnessTag.Verify([.. secret[1..], 0], tag, "vendor.example/run/1", log.Public));
        Assert.False(WitnessTag.Verify(secret, [], "vendor.example/run/1", log.Public));
    }
}
