using System.Collections.Immutable;
using Orchestrator.Actors.Consents;
using Orchestrator.Actors.Sessions.AtInstrument;
using Orchestrator.Domain;
using Orchestrator.QuickSupport.Composition;
using Orchestrator.QuickSupport.Face.Prompts;
using Orchestrator.QuickSupport.Files;
using Orchestrator.QuickSupport.Face.Screen;
using Orchestrator.QuickSupport.Face.Terminal;

namespace Orchestrator.QuickSupport.Face;

/// <summary>
/// The operator's face in a terminal. One thread reads keys, above all others, so that the stop keys work on a busy machine; another paints. A prompt's
/// answer counts only after the code is painted over.
/// </summary>
public sealed partial class TerminalFace : IQuickSupportFace, IDisposable
{
    private const int ChatLines = 6;
    private static readonly TimeSpan Look = TimeSpan.FromMilliseconds(100);

    private readonly ITerminal _terminal;
    private readonly TerminalFaceOptions _options;
    private readonly ScreenPainter _painter;
    private readonly OperatorKeys _keys;
    private readonly Lock _sync = new();
    private readonly ManualResetEventSlim _dirty = new(initialState: true);
    private readonly TaskCompletionSource _lost = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly TaskCompletionSource _anyKey = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly Thread _reader;
    private readonly Thread _paintThread;
    private ScreenModel _model = new() { Version = Platform.MachineFacts.Version };
    private readonly LeavingPrompts _leaving;
    private ShownPrompt? _prompt;
    private long _lastKey;
    private volatile bool _stopped;
    private volatile bool _hasEnded;

    /// <summary>Takes the terminal over.</summary>
    public TerminalFace(ITerminal terminal, TerminalFaceOptions? options = null)
    {
        _terminal = terminal;
        _options = options ?? new TerminalFaceOptions();
        _painter = new ScreenPainter(terminal);
        _keys = new OperatorKeys(_options);
        _leaving = new LeavingPrompts(_options.Time, terminal.StatusQuery.Length > 0 ? _options.LongestErase : TimeSpan.Zero);
        _painter.Enter();
        _reader = new Thread(ReadKeys) { IsBackground = true, Name = "operator keys", Priority = ThreadPriority.Highest };
        _paintThread = new Thread(PaintLoop) { IsBackground = true, Name = "operator screen", Priority = ThreadPriority.AboveNormal };
        _reader.Start();
        _paintThread.Start();
    }

    /// <summary>Completes when the terminal is gone.</summary>
    public Task TerminalLost => _lost.Task;

    /// <inheritdoc/>
    public bool HasEnded => _hasEnded;

    /// <inheritdoc/>
    public void Starting(string sentence) => Change(model => model with { Step = sentence });

    /// <inheritdoc/>
    public void Attach(OperatorDesk desk)
    {
        ArgumentNullException.ThrowIfNull(desk);
        _keys.Desk = desk;
        Change(model => model with { Pin = desk.Pin.Reveal(), IsDevelopment = desk.IsDevelopment, Version = desk.Version, Remarks = [.. desk.Notices.Union(model.Remarks)] });
    }

    /// <inheritdoc/>
    public void Update(OperatorView view)
    {
        ArgumentNullException.ThrowIfNull(view);
        _keys.View = view;
        Change(model => model with { View = view });
    }

    /// <inheritdoc/>
    public void Remark(string sentence) => Change(model => model with { Notice = sentence });

    /// <inheritdoc/>
    public void Standing(string sentence) => Change(model => model.Remarks.Contains(sentence) ? model : model with { Remarks = model.Remarks.Add(sentence) });

    /// <inheritdoc/>
    public void Happened(SessionEvent happened)
    {
        if (happened is SessionEvents.ChatPosted said)
            Change(model => model with { Chat = [.. model.Chat.Append($"{(said.By == Party.Operator ? "You" : "Technician")}: {said.Text}").TakeLast(ChatLines)] });
        else if (happened is SessionEvents.FileCompleted done)
            Change(model => model with { Notice = $"The file “{done.File.Name}” is complete; its SHA-256 is {done.File.Sha256}." });
        else if (happened is SessionEvents.FileFailed failed)
            Change(model => model with { Notice = failed.Reason });
        else if (happened is SessionEvents.SasCompared { Matched: false })
            Change(model => model with { Notice = "These aren't the digits. Ask the technician to read them out once more; after a second wrong try the session ends." });
        else if (happened is SessionEvents.Opened)
            Change(model => model with { Notice = "PIN and digits match. The technician can ask now; nothing happens without your yes." });
    }

    /// <inheritdoc/>
    public void Finished(SessionSummary summary) => _hasEnded = true;

    /// <inheritdoc/>
    public void Failed(string sentence) => Change(model => model with { Step = sentence });

    /// <inheritdoc/>
    public async Task<PromptAnswer> AskAsync(OperatorPrompt prompt, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(prompt);
        var desk = _keys.Desk ?? throw new InvalidOperationException("A question before the run was up.");
        var files = desk.Files.Within(prompt.Files);
        var draft = PromptDraft.Of(prompt, files);
        if (draft.Plan is { Refusal: { } refusal })
        {
            Change(model => model with { Notice = $"The technician asked for a file that can't be moved. {refusal}" });
            return new PromptAnswer.Unanswered(AskOutcome.FileNotAllowed);
        }

        var shown = Show(draft, files);
        await using var withdrawal = cancellationToken.Register(() => Withdraw(shown)).ConfigureAwait(false);
        var decision = await shown.Erased.ConfigureAwait(false);
        cancellationToken.ThrowIfCancellationRequested();
        if (decision == PromptDecision.Withdrawn)
            return new PromptAnswer.Unanswered(AskOutcome.PromptClosed);
        if (decision != PromptDecision.Yes)
            return new PromptAnswer.Refused();
        try
        {
            return await shown.Draft.AllowAsync(files, cancellationToken).ConfigureAwait(false);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            Change(model => model with { Notice = $"The file can't be handed over: {e.Message}" });
            return new PromptAnswer.Refused(AskOutcome.FileNotAllowed);
        }
    }

    /// <summary>Shows how it ended until a key is pressed, the time is over, or the terminal is gone.</summary>
    public async Task ShowEndAsync(QuickSupportOutcome outcome, CancellationToken cancellationToken)
    {
        Change(model => model with { End = [.. SummaryText.Of(outcome)], Notice = "", Entry = null });
        using var time = new CancellationTokenSource(_options.SummaryTime, _options.Time);
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, time.Token);
        await Task.WhenAny(_anyKey.Task, _lost.Task, Task.Delay(Timeout.InfiniteTimeSpan, stop.Token)).ConfigureAwait(false);
    }

    /// <summary>Gives the terminal back as it was.</summary>
    public void Dispose()
    {
        if (_stopped)
            return;
        _stopped = true;
        _dirty.Set();
        _paintThread.Join();
        _reader.Join();
        _painter.Leave();
        _terminal.Dispose();
        _dirty.Dispose();
    }

    private ShownPrompt Show(PromptDraft draft, OperatorFiles files)
    {
        lock (_sync)
        {
            if (_prompt is not null || _stopped || _lost.Task.IsCompleted)
                throw new InvalidOperationException("There is no room for a question now.");
            var timeOut = TimeSpan.FromSeconds(_keys.View?.State.Policy.PromptSeconds ?? SessionPolicy.Default.PromptSeconds);
            var now = _options.Time.GetTimestamp();
            _prompt = new ShownPrompt(draft, PinDrawing.Draw(_options.Random, 4), files, timeOut, now);
            _lastKey = now;
            _dirty.Set();
            return _prompt;
        }
    }

    private void Withdraw(ShownPrompt prompt)
    {
        lock (_sync)
            prompt.Withdraw();
        _dirty.Set();
    }

    private void Change(Func<ScreenModel, ScreenModel> change)
    {
        lock (_sync)
            _model = change(_model);
        if (!_stopped)
            _dirty.Set();
    }

    private void ReadKeys()
    {
        var decoder = new KeyDecoder();
        var buffer = new byte[256];
        while (!_stopped)
        {
            if (!_terminal.WaitForInput(Look))
                continue;

            // Reading and judging are one step: what is read before a prompt is armed can't be judged after it.
            lock (_sync)
            {
                var read = _terminal.Read(buffer);
                if (read < 0)
                {
                    _prompt?.Withdraw();
                    _lost.TrySetResult();
                    break;
                }

                foreach (var key in decoder.Decode(buffer.AsSpan(0, read)))
                    Press(key);
            }

            _dirty.Set();
        }
    }

    private void Press(TerminalKey key)
    {
        if (key.Kind == KeyKind.Report)
        {
            _leaving.NoteReport();
            return;
        }

        _lastKey = _options.Time.GetTimestamp();
        if (_model.End is not null)
            _anyKey.TrySetResult();
        else if (_prompt is { } prompt && key.Kind != KeyKind.Interrupt)
            PressInPrompt(prompt, key);
        else if (_login is { } login && key.Kind != KeyKind.Interrupt)
            login.Press(key);
        else
            _keys.Press(key);
    }

    private void PressInPrompt(ShownPrompt prompt, TerminalKey key)
    {
        if (!prompt.IsArmed)
            return;
        _keys.Desk?.Controls.Touch();
        prompt.Press(key);
    }

    private void PaintLoop()
    {
        while (!_stopped)
        {
            _dirty.Wait(Look);
            _dirty.Reset();
            ScreenModel model;
            lock (_sync)
            {
                ArmWhenQuiet();
                if (_prompt is { Decision: not null } decided)
                {
                    _leaving.Add(decided);
                    _prompt = null;
                }

                model = _keys.Apply(_model) with { Prompt = _prompt?.Lines(_options.Time.GetElapsedTime(_prompt.ShownAt)) ?? _login?.Lines() };
            }

            _painter.Paint(model);
            LetGo();
        }

        lock (_sync)
        {
            _prompt?.Withdraw();
            _prompt?.NoteErased();
            foreach (var prompt in _leaving.TakeAll())
                prompt.NoteErased();
        }
    }

    /// <summary>A prompt is over for the session once nobody can see its code any more.</summary>
    private void LetGo()
    {
        bool mustAsk;
        lock (_sync)
        {
            foreach (var gone in _lost.Task.IsCompleted ? _leaving.TakeAll() : _leaving.TakeGone())
                gone.NoteErased();
            mustAsk = _leaving.MustAsk();
        }

        if (mustAsk)
            _terminal.Write(_terminal.StatusQuery);
    }

    /// <summary>A prompt takes keys only after a silence, and after everything typed before is forgotten.</summary>
    private void ArmWhenQuiet()
    {
        if (_prompt is not { IsArmed: false } prompt)
            return;
        var isQuiet = _options.Time.GetElapsedTime(_lastKey) >= _options.QuietBeforePrompt;
        if (isQuiet || _options.Time.GetElapsedTime(prompt.ShownAt) >= _options.LongestQuiet)
        {
            _terminal.DiscardInput();
            prompt.IsArmed = true;
        }
    }
}
