# Trợ giúp của dòng lệnh, tiếng Việt. Bản tiếng Anh nằm trong src/cli/, cạnh định nghĩa của từng tuỳ chọn.

heading-usage = Cách dùng:
heading-commands = Lệnh
heading-options = Tuỳ chọn
heading-arguments = Đối số
heading-key = Khoá ký
heading-output = Kết quả
heading-input = Đầu vào
heading-signature = Chữ ký
heading-second-signature = Chữ ký thứ hai
heading-trust = Tin cậy
heading-evidence = Căn cứ
heading-network = Mạng
heading-level = Mức chữ ký
heading-appearance = Hình ảnh trên trang
heading-judgement = Đánh giá
heading-encrypted-documents = Tài liệu có mật khẩu
word-values = giá trị
word-default = mặc định

help-option-help = Hiện trợ giúp
help-option-version = Hiện phiên bản
help-option-lang = Ngôn ngữ của thông báo; mặc định theo hệ thống
help-option-color = Khi nào dùng màu

help-option-role = Ký với tư cách nào, theo Nghị định 30/2020: personal (người có thẩm quyền), organisation (cơ quan, tổ chức), attachment (văn bản kèm theo ở tệp riêng), copy (bản sao), number-date (số và ngày ban hành), plain (không áp dụng quy tắc nào)
help-option-pkcs12 = Khoá và chứng thư số trong tệp PKCS#12 (.p12, .pfx)
help-option-key = Khoá bí mật trong tệp PKCS#8 hoặc PEM, kể cả tệp có mật khẩu
help-option-cert = Chứng thư số của khoá, và các chứng thư số cấp trên (PEM hoặc DER)
help-option-pin-file = Đọc mật khẩu hoặc mã PIN của khoá từ dòng đầu của tệp FILE
help-option-pin-env = Đọc mật khẩu hoặc mã PIN của khoá từ biến môi trường NAME
help-option-pin-fd = Đọc mật khẩu hoặc mã PIN của khoá từ bộ mô tả tệp N đang mở
help-option-password-file = Đọc mật khẩu của tài liệu từ dòng đầu của tệp FILE
help-option-password-env = Đọc mật khẩu của tài liệu từ biến môi trường NAME
help-option-force = Ghi đè tệp kết quả đã có
help-option-field = Trường chữ ký để ký: trường trống có sẵn trong tài liệu, hoặc trường mới
help-option-reason = Lý do ký
help-option-location = Nơi ký
help-option-subfilter = Định dạng của chữ ký trong tài liệu: cades (PAdES), pkcs7 (cho phần mềm cũ)
help-option-certify = Chứng nhận tài liệu: sau đó chỉ cho phép 1 không thay đổi gì, 2 điền biểu mẫu và ký, 3 cả ghi chú
help-option-digest = Hàm băm của tài liệu và thuộc tính; mặc định theo khoá
help-option-pss = Dùng đệm RSA PSS thay cho PKCS#1 v1.5
help-option-level = Mức của chữ ký: b-b (chữ ký và chứng thư số), b-t (thêm dấu thời gian), b-lt (thêm dữ liệu để kiểm tra về sau), b-lta (thêm dấu thời gian lưu trữ cho toàn bộ)
help-option-tsa = Hỏi máy chủ cấp dấu thời gian tại URL (dùng được nhiều lần: máy chủ này hỏng thì hỏi máy chủ tiếp theo)
help-option-tsa-policy = Chỉ nhận dấu thời gian được cấp theo chính sách này
help-option-timestamp-room = Dành bấy nhiêu OCTETS cho dấu thời gian; mặc định 12288, và nhiều hơn khi không đủ
help-option-content-timestamp = Ký kèm dấu thời gian của nội dung: chứng tỏ không ai ký trước thời điểm đó
help-option-vri = Ghi rõ dữ liệu kiểm tra nào thuộc về chữ ký nào (/VRI)
help-option-journal = Với mỗi chữ ký, ghi thêm một dòng vào FILE (CSV): đã ký gì, ai ký, và chứng thư số đã được kiểm tra hay chưa
help-option-strict = Không ký tài liệu có điều người ký cần xem lại (nội dung ẩn, chương trình, tệp đính kèm…)
help-option-invisible = Ký không kèm hình ảnh trên trang
help-option-image = Hình ảnh hiện trên trang (PNG, JPEG): chữ ký tay hoặc con dấu; mặc định theo cấu hình
help-option-text = Dòng chữ hiện trên trang; hiểu {"{name}, {title}, {organisation}, {time}, {date}, {reason}, {location}, {number}"}
help-option-qr = Mã QR hiện trên trang, nội dung viết như --text
help-option-page = Trang đặt chữ ký; -1 là trang cuối; mặc định là chỗ của tư cách ký
help-option-rect = Khung đặt chữ ký: tính bằng điểm từ góc dưới bên trái của trang như khi hiển thị
help-option-signer-name = Họ tên in dưới chữ ký; mặc định theo chứng thư số
help-option-title = Chức vụ in trên chữ ký; mặc định là dòng chữ hoa phía trên họ tên
help-option-organisation = Tên cơ quan, tổ chức trên bản sao; mặc định theo cấu hình, nếu không thì theo chứng thư số
help-option-seal-diameter = Đường kính con dấu tính bằng milimét; mặc định theo cấu hình, nếu không thì 36
help-option-over = Trường chữ ký cá nhân mà con dấu đóng lên, khi có nhiều chữ ký
help-option-number = Số và ký hiệu: của văn bản (number-date), của văn bản chính (attachment)
help-option-date = Ngày ban hành, viết 2026-11-22 hoặc 22/11/2026; mặc định là hôm nay
help-option-copy-form = Hình thức sao: sao-y, sao-luc, trich-sao
help-option-font = Phông chữ; mặc định là Times New Roman của máy, nếu không có thì Liberation Serif
help-option-allow-overlap = Vẫn ký dù chữ ký che chữ, hình hoặc trường biểu mẫu
help-option-preview = Cho xem những gì sẽ hiện trên trang và hỏi trước mỗi chữ ký
help-option-register = Số và ngày ban hành: tệp CSV có các cột file, number, notation, date, subject
help-option-again = Vẫn ký dù chứng thư số này đã ký tài liệu, hoặc văn bản kèm theo đã có chữ ký
help-preview-output = Ghi trang thành ảnh (PNG)
help-preview-input = Tài liệu cần xem; không ký gì cả
help-preview-role = Sẽ ký với tư cách nào, theo Nghị định 30/2020
help-preview-dpi = Độ mịn của ảnh, điểm trên inch
help-option-without-personal = Ký của cơ quan dù chưa có chữ ký của người có thẩm quyền; TEXT nêu lý do
help-option-trust = Tin cậy các chứng thư số trong FILE hoặc DIR (PEM hoặc DER; dùng được nhiều lần)
help-option-store = Thư mục của `signer trust`, dùng khi không có --trust; mặc định: của người dùng
help-option-crl = Danh sách chứng thư bị thu hồi (PEM hoặc DER; dùng được nhiều lần)
help-option-ocsp = Trả lời của dịch vụ OCSP (PEM hoặc DER; dùng được nhiều lần)
help-option-online = Tải những gì còn thiếu: danh sách chứng thư bị thu hồi, trả lời OCSP, chứng thư số cấp trên
help-option-allow-host = Cho phép hỏi HOST dù ở mạng riêng và dù không chứng thư số nào nêu (dùng được nhiều lần)
help-option-timeout = Chờ mỗi trả lời nhiều nhất SECONDS giây; mặc định: 30, danh sách 60, dấu thời gian 180
help-option-cache = Lưu dữ liệu đã tải trong DIR; mặc định: thư mục đệm của người dùng
help-option-no-cache = Không lưu và không dùng lại dữ liệu đã tải
help-option-intermediates = Chứng thư số trung gian giữa người ký và chứng thư số gốc (dùng được nhiều lần)

help-signer = Ký số tài liệu PDF và kiểm tra chữ ký số
    .after =
        Mã kết thúc: 0 tất cả đạt; 1 có tài liệu không đạt; 2 dòng lệnh sai; 3 không có tài liệu nào
        không đạt, nhưng có tài liệu chưa kết luận được; 4 có việc không đọc hoặc không làm được.
        {""}
        Bắt đầu bằng: signer demo my-demo

help-sign = Ký tài liệu
    .after =
        Ví dụ:
        {"  "}Ký của người có thẩm quyền; kết quả là document.signed.pdf:
        {"    "}signer sign document.pdf --as personal --pkcs12 an.p12 --pin-file an.pin
        {""}
        {"  "}Ký của cơ quan lên văn bản mà người có thẩm quyền đã ký:
        {"    "}signer sign document.signed.pdf --as organisation --pkcs12 office.p12 \
        {"      "}--pin-file office.pin -o issued.pdf
        {""}
        {"  "}Cả hai trong một lần, khoá của cơ quan cũng ở trong tệp:
        {"    "}signer sign document.pdf --as personal --pkcs12 an.p12 --pin-file an.pin \
        {"      "}--then organisation --then-pkcs12 office.p12 --then-pin-file office.pin -o both.pdf
        {""}
        {"  "}Ký kèm hình ảnh chữ ký tay, ở đây đặt tại chỗ tự chọn:
        {"    "}signer sign document.pdf --as personal --pkcs12 an.p12 --pin-file an.pin \
        {"      "}--image an.png --page 1 --rect 330,60,150,60 --allow-overlap -o seen.pdf
        {""}
        {"  "}Ký một tệp bất kỳ; chữ ký nằm trong data.csv.p7s:
        {"    "}signer sign data.csv --as plain --pkcs12 an.p12 --pin-file an.pin
        {""}
        {"  "}Ký để còn kiểm tra được chừng nào dấu thời gian lưu trữ còn được đóng lại:
        {"    "}signer sign document.pdf --as personal --pkcs12 an.p12 --pin-file an.pin --level b-lta \
        {"      "}--tsa http://tsa.example.vn --trust root.pem --online
help-sign-inputs = Tài liệu cần ký
help-sign-output = Ghi vào OUTPUT (chỉ với một tài liệu); mặc định: INPUT.signed.pdf, cạnh tài liệu
help-sign-out-dir = Ghi vào thư mục DIR, giữ tên của tài liệu
help-sign-in-place = Thay tài liệu bằng bản đã ký
help-sign-detached = Chữ ký rời (.p7s) cạnh tài liệu; tài liệu giữ nguyên

help-verify = Kiểm tra chữ ký số của tài liệu
    .after =
        Ví dụ:
        {"  "}Kiểm tra một tài liệu:
        {"    "}signer verify issued.pdf --trust root.pem
        {""}
        {"  "}Kiểm tra một thư mục văn bản đến, mỗi dòng một đối tượng JSON:
        {"    "}signer verify incoming --recursive --trust root.pem --format jsonl
        {""}
        {"  "}Ghi một trang cho người đọc, tính tài liệu theo thư mục chứa chúng:
        {"    "}signer verify incoming -r --trust root.pem --format html --unit-from folder -o report.html
        {""}
        {"  "}Đòi đủ hai chữ ký của một văn bản hoàn chỉnh, tính đến một ngày:
        {"    "}signer verify issued.pdf --trust root.pem --require complete --at 2026-11-21T00:00:00Z
        {""}
        {"  "}Theo các thuật toán mà pháp luật Việt Nam quy định, và chính sách đó nghĩa là gì:
        {"    "}signer verify --explain-policy --policy vn-cong-vu
        {""}
        {"  "}Tệp nén và gói tin, trả lời cho tài liệu bị từ chối, và lần chạy có thể bị ngắt:
        {"    "}signer verify archive.zip message.edxml --trust root.pem --slips slips --resume ledger
        {""}
        {"  "}Kèm danh sách chứng thư bị thu hồi tải từ cơ quan chứng thực, lưu lại cho lần sau:
        {"    "}signer verify issued.pdf --trust root.pem --online
        {""}
        {"  "}Lưu căn cứ của kết luận, và cho lại kết luận ấy về sau, không cần mạng hay đồng hồ:
        {"    "}signer verify issued.pdf --trust root.pem --evidence evidence
        {"    "}signer verify issued.pdf --replay evidence
        {""}
        Mã kết thúc: 0 mọi tài liệu đạt; 1 có tài liệu không đạt hoặc chưa ký; 3 không có tài liệu
        nào không đạt, nhưng có tài liệu chưa kết luận được; 4 có tài liệu không đọc được. Nếu nhiều
        điều cùng đúng: 4 trước 1, 1 trước 3.
help-verify-paths = Tài liệu PDF, chữ ký .p7s hoặc .p7m, thư mục, tệp nén .zip, gói tin .edxml; - đọc danh sách đường dẫn từ đầu vào chuẩn
help-verify-recursive = Tìm cả trong các thư mục con
help-verify-files-from = Đọc thêm đường dẫn từ FILE, mỗi dòng một đường dẫn (hoặc kết thúc bằng octet 0); - là đầu vào chuẩn
help-verify-content = Nội dung mà chữ ký rời (.p7s) ký; mặc định: tên của chữ ký bỏ .p7s
help-verify-resume = Chạy tiếp từ chỗ lần chạy trước dừng: tài liệu đã có trong LEDGER không đọc lại
help-verify-at = Đánh giá tại thời điểm TIME (RFC 3339); mặc định: bây giờ
help-verify-policy = Đánh giá theo chính sách này: strict, vn-cong-vu, historic, hoặc tệp TOML hay JSON của bạn; mặc định: strict
help-verify-explain-policy = Cho xem chính sách đòi hỏi những gì, không kiểm tra tài liệu nào
help-verify-require = Tài liệu thiếu WHAT là không đạt (dùng được nhiều lần)
help-verify-read-pages = Đọc số, ngày ban hành trên mọi trang đầu, và xem có phải bản sao không (chậm hơn)
help-verify-former-units = Đơn vị không còn tồn tại: tên, ngày đầu tiên không còn, đơn vị kế tục, cách nhau bằng tab; mặc định: các đơn vị từ năm 2025
help-verify-allow-unsigned = Tài liệu chưa ký không bị coi là không đạt
help-verify-evidence = Lưu vào DIR mọi căn cứ của từng kết luận, để về sau cho lại được đúng kết luận ấy
help-verify-replay = Cho lại các kết luận chỉ theo những gì DIR lưu giữ; không nêu PATH thì cho lại tất cả
help-verify-format = Dạng của kết quả: text cho người đọc, json một mảng, jsonl mỗi dòng một báo cáo ngay khi xong, csv và xlsx cho bảng tính, html một trang có biểu đồ và chi tiết từng tài liệu, etsi theo TS 119 102-2 (nhiều tài liệu: ghi vào thư mục nêu ở --output), junit cho hệ thống tự động
help-verify-unit-from = Đơn vị mà tài liệu được tính vào (csv, html, xlsx): certificate (theo chứng thư số của cơ quan, nếu không có thì của người ký) hoặc folder (theo thư mục chứa tài liệu)
help-verify-output = Ghi kết quả vào FILE thay vì màn hình
help-verify-slips = Ghi vào DIR, cho mỗi tài liệu bị từ chối, thông báo để gửi trả
help-verify-force = Ghi đè FILE nếu đã có
help-verify-ordered = Giữ thứ tự của đầu vào (text và json luôn giữ)
help-verify-verbose = Hiện mọi bước kiểm tra, kể cả bước đạt
help-verify-jobs = Số tài liệu kiểm tra cùng lúc; mặc định: bằng số bộ xử lý

help-prepare = Chuẩn bị chữ ký cho một khoá ở nơi khác
    .after =
        Ví dụ: chuẩn bị, khoá ký ở nơi khác (ở đây là OpenSSL), hoàn tất:
        {"    "}signer prepare document.pdf --as personal --cert chain.pem --state document.state \
        {"      "}--to-be-signed document.tbs
        {"    "}openssl dgst -sha256 -sign key.pem -out document.sig document.tbs
        {"    "}signer complete --state document.state --signature document.sig -o document.signed.pdf
help-prepare-input = Tài liệu cần ký; phải giữ nguyên cho đến khi hoàn tất chữ ký
help-prepare-cert = Chứng thư số của khoá sẽ ký, và các chứng thư số cấp trên (PEM hoặc DER)
help-prepare-state = Nơi giữ những gì lệnh signer complete cần
help-prepare-to-be-signed = Ghi các octet mà khoá phải ký vào FILE

help-complete = Hoàn tất một chữ ký đã chuẩn bị
    .after =
        Ví dụ:
        {"    "}signer complete --state document.state --signature document.sig -o document.signed.pdf
help-complete-state = Tệp mà lệnh signer prepare đã ghi
help-complete-signature = Giá trị chữ ký mà khoá đã tạo: nhị phân, base64 hoặc thập lục phân
help-complete-input = Tài liệu, nếu không còn ở chỗ lúc chuẩn bị
help-complete-output = Ghi tài liệu đã ký vào OUTPUT

help-inspect = Cho xem cấu trúc của tài liệu; không đánh giá gì
    .after =
        Ví dụ:
        {"  "}Các phiên bản, trường và chữ ký của một tài liệu:
        {"    "}signer inspect issued.pdf
        {""}
        {"  "}Sau mỗi chữ ký số tài liệu đã bị thay đổi gì, điều gì cho phép:
        {"    "}signer inspect issued.pdf --changes
        {""}
        {"  "}Cũng vậy, cho chương trình khác:
        {"    "}signer inspect issued.pdf --format json
help-inspect-input = Tài liệu PDF, hoặc chữ ký .p7s, .p7m
help-inspect-changes = Cho xem mỗi phiên bản đã thay đổi những gì, từng đối tượng một, và điều gì cho phép
help-inspect-format = Dạng của kết quả: text cho người đọc, json một đối tượng

help-explain = Giải thích một mã trong báo cáo, và việc cần làm
    .after =
        Ví dụ:
        {"  "}Mã này nghĩa là gì?
        {"    "}signer explain HASH_FAILURE
        {""}
        {"  "}Tất cả các mã:
        {"    "}signer explain
help-explain-code = Mã lý do, tên bước kiểm tra, hoặc mã phát hiện; bỏ trống thì liệt kê tất cả

help-demo = Tạo chứng thư số dùng thử và một văn bản, ký hai lần, rồi kiểm tra
    .after =
        Ví dụ:
        {"    "}signer demo my-demo
help-demo-folder = Thư mục mới hoặc trống
help-demo-force = Dùng thư mục không trống; các tệp của lần trình diễn trước bị thay

help-completions = In tập lệnh gợi ý cho shell
    .after =
        Ví dụ:
        {"    "}signer completions bash
help-completions-shell = Tên shell

help-token = Cho xem các thiết bị ký, những gì có trên đó, và lỗi nếu có
    .after =
        Ví dụ:
        {"  "}Các thiết bị đang cắm:
        {"    "}signer token list
        {""}
        {"  "}Thiết bị bị lỗi gì, và cần làm gì:
        {"    "}signer token doctor --token "Van thu"
help-list = Liệt kê các thiết bị ký đang cắm
help-show = Cho xem chứng thư số trên các thiết bị; không cần mã PIN
help-doctor = Tìm lỗi của các thiết bị, và việc cần làm
help-doctor-trust = Chứng thư số tin cậy mà đường dẫn chứng thực phải tới (PEM hoặc DER; lặp lại được)
help-doctor-test-signature = Đăng nhập và ký thử một đoạn chữ; cần mã PIN
help-list-token = Chỉ thiết bị này: PKCS#11 URI (`pkcs11:token=...`), hoặc nhãn của nó
help-show-token = Chỉ thiết bị này: PKCS#11 URI (`pkcs11:token=...`), hoặc nhãn của nó
help-doctor-token = Chỉ thiết bị này: PKCS#11 URI (`pkcs11:token=...`), hoặc nhãn của nó
help-list-format = Dạng của kết quả: text cho người đọc, json cho chương trình
help-show-format = Dạng của kết quả: text cho người đọc, json cho chương trình
help-option-token = Khoá trên thiết bị ký hoặc HSM: PKCS#11 URI (`pkcs11:token=...`), hoặc nhãn của thiết bị
help-option-token-certificate = Chứng thư số trên thiết bị: nhãn, số sê-ri, dấu vân tay, hoặc một phần tên chủ thể
help-option-module = Mô-đun PKCS#11 cần nạp; mặc định là các mô-đun đã biết được cài trên máy

help-help = Hiện trợ giúp của chương trình hoặc của một lệnh
    .after =
        Ví dụ:
        {"    "}signer help verify
help-help-command = Tên lệnh
help-sign-resume = Làm tiếp sau khi bị ngắt: những tệp kết quả mà chứng thư số này đã ký thì giữ nguyên
help-sign-jobs = Số tài liệu ký cùng lúc, trong mức khoá cho phép; mặc định mỗi bộ xử lý một tài liệu
help-option-config = Đọc cấu hình này thay cho các cấu hình thường dùng
help-option-profile = Hồ sơ trong cấu hình
help-config = Ghi và xem cấu hình: cơ quan, thiết bị ký, hình ảnh, chứng thư số tin cậy
    .after =
        Ví dụ:
        {"  "}Trả lời vài câu hỏi; cấu hình được ghi lại:
        {"    "}signer config init
        {""}
        {"  "}Những gì đã cấu hình, và mỗi giá trị từ đâu mà có:
        {"    "}signer config show
        {""}
        Cấu hình là tệp signer.toml trong thư mục của người dùng; tệp trong thư mục làm việc chỉ có hiệu lực
        khi cấu hình của người dùng liệt kê thư mục đó (signer config allow). Không bao giờ ghi mã PIN vào đó.
help-config-init = Hỏi những điều cần thiết rồi ghi cấu hình
help-config-init-set = Một giá trị, theo khoá của nó: agency=..., organisation.token=... (dùng được nhiều lần); sẽ không hỏi lại
help-config-init-no-questions = Không hỏi gì: chỉ ghi những gì --set nêu
help-config-init-project = Ghi signer.toml vào thư mục này, cho công việc làm trong đó
help-config-show = Xem những gì đã cấu hình, và mỗi giá trị từ đâu mà có
help-config-allow = Cho tệp signer.toml của một thư mục có hiệu lực với công việc trong thư mục đó
help-config-allow-folder = Thư mục; mặc định là thư mục đang gọi chương trình
help-config-show-format = Dạng của kết quả: text cho người đọc, json cho chương trình

help-evidence = Trông coi căn cứ mà lệnh verify lưu lại
    .after =
        Ví dụ:
        {"  "}Lưu căn cứ của các kết luận, và một năm sau cho lại các kết luận ấy mà không cần mạng:
        {"    "}signer verify incoming -r --trust root.pem --evidence evidence --format json -o verdicts.json
        {"    "}signer verify --replay evidence --format json
        {""}
        {"  "}Xem tài liệu nào có căn cứ được lưu, và mọi thứ có còn nguyên vẹn không:
        {"    "}signer evidence list --evidence evidence
        {"    "}signer evidence check --evidence evidence
        {""}
        {"  "}Huỷ những gì chỉ thuộc về một tài liệu; những gì tài liệu khác cũng dựa vào thì giữ lại:
        {"    "}signer evidence remove incoming/letter.pdf --evidence evidence
        {""}
        Mã kết thúc: 0 xong; 1 có thứ bị hỏng (check); 2 dòng lệnh sai; 4 có việc không làm được.
help-evidence-list = Liệt kê các tài liệu có căn cứ được lưu
help-evidence-list-format = Dạng của kết quả: text cho người đọc, json cho chương trình
help-evidence-list-evidence = Thư mục mà verify --evidence đã ghi
help-evidence-check = So mọi thứ được lưu với giá trị băm của nó
help-evidence-check-evidence = Thư mục mà verify --evidence đã ghi
help-evidence-remove = Huỷ căn cứ chỉ thuộc về một tài liệu
help-evidence-remove-documents = Tài liệu: tệp, hoặc SHA-256 của tệp
help-evidence-remove-evidence = Thư mục mà verify --evidence đã ghi

help-trust = Giữ các chứng thư số mà đơn vị tin cậy
    .after =
        Ví dụ:
        {"  "}Tin cậy một cơ quan chứng thực, khi đã có chứng thư số từ nguồn chắc chắn:
        {"    "}signer trust add root.pem
        {""}
        {"  "}Xem đang tin cậy những ai:
        {"    "}signer trust list
        {""}
        {"  "}Tải chứng thư số của các cơ quan chứng thực Chính phủ, so từng dấu vân tay đã biết:
        {"    "}signer trust update --only gcc
        {""}
        Mặc định không tin cậy ai. Chứng thư số gốc thì được tin cậy; chứng thư số của cơ quan chứng thực
        dưới gốc chỉ giúp tìm đường đến gốc, tự nó không được tin cậy.
        {""}
        Mã kết thúc: 0 xong; 2 dòng lệnh sai; 4 có việc không làm được.
help-trust-add = Thêm chứng thư số tin cậy
help-trust-add-paths = Chứng thư số (PEM hoặc DER), hoặc thư mục chứa chúng
help-trust-add-anchor = Tin cậy riêng chứng thư số này, dù không phải chứng thư số gốc
help-trust-add-store = Thư mục của các chứng thư số tin cậy; mặc định: $SIGNER_STORE, hoặc của người dùng
help-trust-list = Liệt kê các chứng thư số tin cậy
help-trust-list-format = Dạng của kết quả: text cho người đọc, json cho chương trình
help-trust-list-catalogue = Liệt kê danh mục các cơ quan chứng thực đã biết; có tên trong đó không có nghĩa là được tin cậy
help-trust-list-store = Thư mục của các chứng thư số tin cậy; mặc định: $SIGNER_STORE, hoặc của người dùng
help-trust-remove = Bỏ chứng thư số khỏi kho tin cậy
help-trust-remove-ids = Chứng thư số: mã trong danh sách, hoặc SHA-256
help-trust-remove-store = Thư mục của các chứng thư số tin cậy; mặc định: $SIGNER_STORE, hoặc của người dùng
help-trust-update = Tải các chứng thư số trong danh mục, và tin cậy những chứng thư số đúng dấu vân tay
help-trust-update-only = Chỉ các cơ quan chứng thực của nhóm này: gcc (Ban Cơ yếu Chính phủ), national (quốc gia)
help-trust-update-from = Tải từ bản sao tại URL, nơi mỗi chứng thư số mang tên trong danh mục: NAME.pem
help-trust-update-store = Thư mục của các chứng thư số tin cậy; mặc định: $SIGNER_STORE, hoặc của người dùng
help-extend = Giữ cho tài liệu đã ký kiểm tra được lâu dài: đóng dấu thời gian, nhúng dữ liệu kiểm tra
    .after =
        Ví dụ:
        {"  "}Đóng dấu thời gian cho tài liệu mà chữ ký chưa có; kết quả là issued.b-t.pdf:
        {"    "}signer extend issued.pdf --level b-t --tsa http://tsa.example.vn
        {""}
        {"  "}Nhúng mọi dữ liệu để kiểm tra cho cả thư mục, mỗi thứ chỉ tải một lần:
        {"    "}signer extend incoming/*.pdf --level b-lt --trust root.pem --online \
        {"      "}--tsa http://tsa.example.vn --out-dir archive
        {""}
        {"  "}Đóng lại dấu thời gian lưu trữ ngay trên tài liệu, trước khi chứng thư số của máy chủ cũ hết hạn:
        {"    "}signer extend archive/*.pdf --level b-lta --trust root.pem --online \
        {"      "}--tsa http://tsa.example.vn --in-place
help-extend-inputs = Tài liệu PDF đã ký
help-extend-level = Mức cần đạt: b-t (mỗi chữ ký có dấu thời gian), b-lt (thêm dữ liệu kiểm tra nằm trong tài liệu), b-lta (thêm dấu thời gian cho toàn bộ; mỗi lần yêu cầu lại đóng thêm một dấu)
help-extend-output = Ghi vào OUTPUT (chỉ với một tài liệu); mặc định: INPUT.LEVEL.pdf, cạnh tài liệu
help-extend-out-dir = Ghi vào thư mục DIR, giữ tên của tài liệu
help-extend-in-place = Thay tài liệu bằng bản đã bổ sung


help-option-then = Ký mỗi tài liệu thêm một lần, với tư cách ROLE, bằng khoá thứ hai; cả hai mã PIN được hỏi trước khi bắt đầu
help-option-then-token = Thiết bị của khoá thứ hai: nhãn hoặc PKCS#11 URI; mặc định là thiết bị của ROLE trong cấu hình
help-option-then-token-certificate = Chứng thư số của khoá thứ hai: nhãn, số sê-ri, dấu vân tay, hoặc một phần tên chủ thể
help-option-then-module = Mô-đun PKCS#11 của thiết bị thứ hai
help-option-then-pkcs12 = Khoá thứ hai và chứng thư số trong tệp PKCS#12
help-option-then-pin-file = Đọc mật khẩu hoặc mã PIN của khoá thứ hai từ dòng đầu của tệp FILE
help-option-then-pin-env = Đọc mật khẩu hoặc mã PIN của khoá thứ hai từ biến môi trường NAME
help-option-then-pin-fd = Đọc mật khẩu hoặc mã PIN của khoá thứ hai từ bộ mô tả tệp N đang mở
help-preview = Xem trang sẽ trông thế nào sau khi ký
    .after =
        Ví dụ:
        {"    "}signer preview document.pdf --as personal --image an.png --page 1 --rect 330,60,150,60 \
        {"      "}--allow-overlap -o page.png
